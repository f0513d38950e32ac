"""Chinese words for the codes of the warehouse: rows of ``dbt/seeds/words/words.csv``.

The command line, the worksheet, the report and the messages that SQL composes all read that file.
Codes that have a list of their own (metrics of the narrative, forms, reasons of the gate) are named
in it, once.
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from dagster_project.contract.known_columns import LAYOUT_FILE
from dagster_project.runtime.settings import SEEDS_DIR

WORDS_FILE = SEEDS_DIR / "words" / "words.csv"
# Vocabulary, file below dbt/seeds, its column of codes, its column of words.
_LISTS = (
    ("claim_metric", "claims/claim_metrics.csv", "metric", "name_zh"),
    ("form", "layouts/form_families.csv", "form", "name_zh"),
    ("gate_reason", "policy/gate_policy.csv", "reason_code", "title_zh"),
    ("subtype", "layouts/template_residue.csv", "residue_code", "meaning_zh"),
)
_LINES = re.compile(r"(?<![A-Za-z0-9_])L(\d+)(?:-L(\d+))?(?![A-Za-z0-9_])")
_PAGES = re.compile(r"(?<![A-Za-z0-9_])p(\d+)(?:-p(\d+))?(?![A-Za-z0-9_])")
_SHEET_CELL = re.compile(r"(.+)!([A-Z]{1,3}\d+(?::[A-Z]{1,3}\d+)?)")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@lru_cache(maxsize=1)
def _words() -> dict[tuple[str, str], str]:
    words = {(row["vocabulary"], row["code"]): row["label_zh"] for row in _rows(WORDS_FILE)}
    for vocabulary, name, code, label in _LISTS:
        words |= {(vocabulary, row[code]): row[label] for row in _rows(SEEDS_DIR / name)}
    return words


def word(code: object, vocabulary: str) -> str:
    """Return the Chinese word for a code; nothing for None, the code itself where it is new."""
    if code is None:
        return ""
    return _words().get((vocabulary, str(code)), str(code))


def words_of(codes: object, vocabulary: str) -> str:
    """Return the words of codes that a seed joins by |."""
    return "、".join(word(code, vocabulary) for code in str(codes or "").split("|") if code)


def codes_of(vocabulary: str) -> list[str]:
    """Return the codes of a vocabulary in the order of the file."""
    return [code for name, code in _words() if name == vocabulary]


def table_name(table_code: object) -> str:
    """Return what a table is called where no document says how it prints its title."""
    return word(table_code, "table")


@lru_cache(maxsize=1)
def _column_names() -> dict[tuple[str, str], str]:
    names: dict[tuple[str, str], str] = {}
    for row in _rows(LAYOUT_FILE):
        names.setdefault((row["table_code"], row["column_code"]), row["header_label"])
    return names


def column_name(table_code: object, column_code: object) -> str:
    """Return what a column is called, as the first layout has it; nothing where none has it."""
    return _column_names().get((str(table_code), str(column_code)), "")


def place_name(page: Any, locator: Any) -> str:
    """Return where something is printed, for people: 第 21 页, 第 1609 行, 工作表“…”C20."""
    if page:
        return f"第 {page} 页"
    text = str(locator or "")
    if found := _SHEET_CELL.fullmatch(text):
        return f"工作表“{found[1]}”{found[2]}"
    for pattern, span in ((_PAGES, "第 {} 页"), (_LINES, "第 {} 行")):
        text = pattern.sub(partial(_fill, span), text)
    return text


def _fill(span: str, found: re.Match[str]) -> str:
    first, last = found[1], found[2] or found[1]
    return span.format(first if first == last else f"{first}—{last}")

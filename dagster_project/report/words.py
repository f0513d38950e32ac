"""Chinese words for the codes of the marts: rows of ``data/words.csv``."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@lru_cache(maxsize=1)
def _words() -> dict[tuple[str, str], str]:
    with (DATA / "words.csv").open(encoding="utf-8", newline="") as stream:
        return {(row["vocabulary"], row["code"]): row["label_zh"] for row in csv.DictReader(stream)}


def word(code: object, vocabulary: str) -> str:
    """Return the Chinese word for a code; nothing for None, the code itself where it is new."""
    if code is None:
        return ""
    return _words().get((vocabulary, str(code)), str(code))


def codes_of(vocabulary: str) -> list[str]:
    """Return the codes of a vocabulary in the order of the file."""
    return [code for name, code in _words() if name == vocabulary]


def table_name(table_code: object) -> str:
    """Return what people call a table: 公开03表 for gk03."""
    code = str(table_code or "")
    return f"公开{code[2:]}表" if code.startswith("gk") else word(code, "table")

"""The words of headers and totals: which texts head codes, figures or line numbers, and which rows.

What the layouts know comes from them; words that are the same everywhere are in header_words.csv.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from dagster_project.contract.amounts import UnreadableAmountError, parse_printed_amount
from dagster_project.form.enumerators import counts_from_one
from dagster_project.form.labels import comparable, normalise_label, quality, squeeze
from dagster_project.form.layouts import read_variants
from dagster_project.form.seeds import LAYOUTS_DIR, read_seed

# 25.00万元: a figure with its unit.
_UNIT_BEHIND = re.compile(r"(?<=[\d)）])[千万亿]?元$")


@cache
def _words(*kinds: str) -> frozenset[str]:
    """Return the words of the layouts' header_words.csv that are of these kinds."""
    rows = read_seed(LAYOUTS_DIR / "header_words.csv")
    return frozenset(row["word"] for row in rows if row["word_kind"] in kinds)


def _lead_words() -> frozenset[str]:
    return _words("lead", "line_number")


@cache
def _long_lead_words() -> tuple[str, ...]:
    """Return those of which a misread one is known."""
    return tuple(word for word in _lead_words() if len(word) >= 6)


@lru_cache(maxsize=8192)
def is_lead_label(text: str) -> bool:
    """Return whether a label heads codes, names or line numbers rather than figures."""
    plain = comparable(text)
    if plain in _lead_words():
        return True
    if plain in _column_words():
        return False
    return len(plain) >= 4 and any(quality(plain, known) for known in _long_lead_words())


def is_lead(path: Sequence[str]) -> bool:
    """Return whether a column with these labels stands in front of the figures."""
    return bool(path) and is_lead_label(path[-1]) and path[-1] not in _words("side")


@lru_cache(maxsize=8192)
def is_whole(text: str) -> bool:
    """Return whether a label means all of what stands above it: 事业收入 > 小计 is 事业收入."""
    return comparable(text) in _words("whole", "total")


@lru_cache(maxsize=8192)
def is_measure(text: str) -> bool:
    """Return whether a label says that its figures are no final accounts: a budget, last year."""
    return comparable(text) in _words("measure")


@lru_cache(maxsize=8192)
def is_side(text: str) -> bool:
    """Return whether a label heads one half of a table: 收入, 支出, 人员经费, 公用经费."""
    return comparable(text) in _words("side")


def is_over_others(text: str) -> bool:
    """Return whether a label stands over several columns: a side of a table, 本年支出."""
    return comparable(text) in _words("side", "column")


def is_line_number(path: Sequence[str]) -> bool:
    """Return whether a column holds line numbers (行次)."""
    return bool(path) and path[-1] in _words("line_number")


def is_total_label(text: str) -> bool:
    """Return whether a text is the label of a total row."""
    return normalise_label(squeeze(text)) in _words("total")


def is_number(text: str) -> bool:
    """Return whether a text is a figure."""
    try:
        return parse_printed_amount(_UNIT_BEHIND.sub("", squeeze(text))) is not None
    except UnreadableAmountError:
        return False


@cache
def _column_words() -> frozenset[str]:
    words: set[str] = set()
    for variant in read_variants():
        for column in variant.columns:
            for label in column.labels:
                words.update(comparable(part) for part in label.split(">"))
    return frozenset(words) | _words("side", "column", "whole", "measure")


@cache
def _line_words() -> frozenset[str]:
    words = {line.label for variant in read_variants() for line in variant.lines}
    return frozenset(words - _column_words() - _words("total"))


def is_line_label(text: str) -> bool:
    """Return whether a text is the label of a known line of some table."""
    return normalise_label(squeeze(text)) in _line_words()


def is_numbering(texts: Sequence[str]) -> bool:
    """Return whether a row only numbers the columns: 栏次 1 2 3 …, twice over on two sides."""
    numbers = [squeeze(text) for text in texts if not is_lead_label(text)]
    if "栏次" in map(squeeze, texts) and not numbers:
        return True
    marked = len(numbers) < len(texts)
    # 1.00 2.00 3.00 beside 栏次 numbers the columns; alone they may be amounts. (1) is no -1.
    shape = re.compile(r"[（(]?(\d{1,2})(?:\.00)?[)）]?" if marked else r"[（(]?(\d{1,2})[)）]?")
    counted = [int(found[1]) for n in numbers if (found := shape.fullmatch(n))]
    is_whole = len(counted) == len(numbers) and (marked or len(counted) >= 3)
    # Columns that were moved or left out took their numbers with them: 栏次 1 7 3.
    return is_whole and ("栏次" in map(squeeze, texts) or counts_from_one(counted))


def is_column_label(text: str) -> bool:
    """Return whether a text heads a column of figures in some layout."""
    return comparable(text) in _column_words()

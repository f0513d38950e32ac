"""No figure or word depends on which row comes first (decision 0012): the SQL as it is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dagster_project.lib.settings import DBT_DIR

SOURCES = sorted(
    path for folder in ("models", "macros", "tests") for path in (DBT_DIR / folder).rglob("*.sql")
)
# Each takes the value of some row of the group: which, the plan and the threads decide.
ARBITRARY = re.compile(
    r"\b(any_value|arbitrary|first|last|mode|arg_min|arg_max|argmin|argmax|reservoir_quantile"
    r"|array_agg|group_concat|listagg|distinct\s+on|using\s+sample|limit\s+\d+)\s*\(?",
    re.IGNORECASE,
)
# These need an order of their own.
ORDERED = re.compile(r"\b(list|string_agg|row_number|lag|lead|first_value|nth_value)\s*\(", re.I)


def _code(path: Path) -> str:
    """Return the SQL without comments and quoted text, so that neither is taken for a call."""
    text = re.sub(r"\{#.*?#\}", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"--[^\n]*", " ", text)
    return re.sub(r"'(?:[^']|'')*'", "''", text)


def _argument(code: str, start: int) -> tuple[str, str]:
    """Return what stands in the parentheses that open at ``start - 1``, and what follows them."""
    depth, position = 1, start
    while depth:
        depth += {"(": 1, ")": -1}.get(code[position], 0)
        position += 1
    return code[start : position - 1], code[position:]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_nothing_takes_an_arbitrary_row(path: Path) -> None:
    found = [match[0] for match in ARBITRARY.finditer(_code(path)) if match[0].endswith("(")]
    found += re.findall(r"(?i)\bdistinct\s+on\b|\bsample\b|\blimit\s+\d+", _code(path))
    assert found == []


def test_lists_and_windows_have_an_order() -> None:
    unordered = []
    for path in SOURCES:
        code = _code(path)
        for match in ORDERED.finditer(code):
            inside, after = _argument(code, match.end())
            named = re.match(r"\s*over\s+(\w+)", after)
            window = re.match(r"\s*over\s*\(", after)
            if named:
                definition = re.search(
                    rf"(?i)(window|,)\s+{named[1]}\s+as\s*\(([^()]|\([^()]*\))*", code
                )
                ordered = definition is not None and "order by" in definition[0]
            elif window:
                ordered = "order by" in _argument(after, window.end())[0]
            else:
                # A list that is sorted, or only searched and counted, needs no order.
                ordered = "order by" in inside or code[: match.start()].rstrip().endswith(
                    ("list_distinct(flatten(", "list_sort(")
                )
            if not ordered:
                line = code[: match.start()].count("\n") + 1
                unordered.append(f"{path.name}:{line}: {match[0]}{inside[:60]}")
    assert unordered == []

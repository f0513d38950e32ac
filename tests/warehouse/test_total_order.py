"""No figure or word depends on which row comes first (decision 0012): the SQL as it is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dagster_project.runtime.settings import DBT_DIR

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


# What may stand last in the key of min_by and max_by, and why it is unique within the group.
UNIQUE = {
    "claim_no": "one figure of a document",
    "statement_no": "one sentence of a document",
    "cell_no": "one cell of a document",
    "place": "one cell of a document on one side of a rule",
    "heading_no": "one heading of a document",
    "first_heading_no": "a heading belongs to one title",
    "problem_no": "one problem of a document",
    "column_code": "a row has one cell in a column",
    "row_no": "a table, or a column of it, has one cell or account in a row",
    "table_code": "grouped by document, one row per table",
    "account_code": "grouped by document, one row per account",
    "is_economic": "behind the account: both classifications have 301",
    "row_role": "behind row and account",
    "new_name_zh": "behind the account: one row per new name",
    "previous_label": "behind account and label: one row per pair",
    "printed_unit": "grouped by document, one row per unit",
    "document_id": "one row per document",
    "subject": "grouped by document, one row per subject",
    "least_percent": "one grade from a limit on: unique in its seed",
    "account_name": "the value itself",
    "column_label": "the value itself",
}


def _last_of_key(inside: str) -> str:
    """Return the last part of the second argument: of ``(a, t.b)`` it is ``b``."""
    depth, comma = 0, 0
    for position, character in enumerate(inside):
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(character, 0)
        if character == "," and depth == 0:
            comma = position + 1
    key = " ".join(inside[comma:].split())
    if key.startswith(("(", "{")):
        key = key[1:-1].rpartition(",")[2].rpartition(":")[2]
    return key.strip().lstrip("-").rpartition(".")[2]


def test_the_key_of_min_by_and_max_by_is_unique() -> None:
    loose = []
    for path in SOURCES:
        code = _code(path)
        for match in re.finditer(r"\b(min_by|max_by)\s*\(", code):
            inside, _ = _argument(code, match.end())
            if _last_of_key(inside) not in UNIQUE:
                line = code[: match.start()].count("\n") + 1
                loose.append(f"{path.name}:{line}: {inside}")
    assert loose == []

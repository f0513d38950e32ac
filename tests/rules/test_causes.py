"""Causes that are not one cell: a column that slipped, an account that a table leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_project.runtime.warehouse import open_warehouse
from tests import factories
from tests.rules.conftest import Key, Verdict
from tests.rules.writing import Record, Write, edit_records

# 因公出国, 公务接待, 公车运行 and the rest: as they should be, and one row up above the subtotal.
_CODES = ("30212", "30217", "30231", "30299")
_TRUE = ("0.00", "1.00", "4.00", "25.00")
_SLIPPED = (*_TRUE[1:], "30.00")


def _public_expenses(raw_dir: Path, document_id: str, amounts: tuple[str, ...]) -> None:
    """Write a document of 30.00 personnel and 30.00 public expenses."""
    tables = factories.default_tables()
    spent = {"reception": "1.00", "running": "4.00", "vehicles": "4.00", "total": "5.00"}
    figures = {f"{side}_{part}": v for side in ("budget", "final") for part, v in spent.items()}
    [(key, role, label, blank)] = tables["gk07"]
    tables["gk07"] = [(key, role, label, blank | figures)]
    tables["gk06"] = [
        ("personnel_total", "total", "人员经费合计", {"basic": "30.00"}),
        ("301", "class", "工资福利支出", {"basic": "30.00"}),
        ("30101", "section", "基本工资", {"basic": "30.00"}),
        ("public_total", "total", "公用经费合计", {"basic": "30.00"}),
        ("302", "class", "商品和服务支出", {"basic": "30.00"}),
        *(
            (code, "section", f"支出{code}", {"basic": amount})
            for code, amount in zip(_CODES, amounts, strict=True)
        ),
    ]
    factories.write_document(raw_dir, document_id, tables=tables)


# Basic and project expenditure of each account; 210 is all projects.
_SPENT = {
    "total": ("60.00", "40.00"),
    "208": ("60.00", ""),
    "20801": ("60.00", ""),
    "2080101": ("60.00", ""),
    "210": ("", "40.00"),
    "21001": ("", "40.00"),
    "2100101": ("", "30.00"),
    "2100102": ("", "10.00"),
}
_ROLES = {3: "class", 5: "section", 7: "item"}


def _two_classes(raw_dir: Path, document_id: str, left_out: str) -> None:
    """Write a document of two classes whose gk05 leaves out every account that begins so."""
    tables = factories.default_tables()
    totals = {key: "100.00" if key == "total" else a or b for key, (a, b) in _SPENT.items()}
    for table in ("gk02", "gk03", "gk05"):
        blank = dict.fromkeys(tables[table][0][3], "")
        tables[table] = [
            (
                key,
                _ROLES.get(len(key), "total") if key != "total" else "total",
                key,
                blank
                | (
                    {"total": totals[key], "fiscal_appropriation": totals[key]}
                    if table == "gk02"
                    else {"total": totals[key], "basic": basic, "project": project}
                ),
            )
            for key, (basic, project) in _SPENT.items()
            if table != "gk05" or not key.startswith(left_out)
        ]
    for table in ("gk01", "gk04"):
        [(_, role, _, figures)] = [row for row in tables[table] if row[0] == "208"]
        others = [row for row in tables[table] if row[0] != "208"]
        tables[table] = others + [
            (code, role, code, {c: totals[code] if text else "" for c, text in figures.items()})
            for code in ("208", "210")
        ]
    factories.write_document(raw_dir, document_id, tables=tables)


def _printed(changes: dict[tuple[str, str], str]) -> Write:
    """Return the document of two classes with other figures: {(table, row): amount}."""

    def write(raw_dir: Path, document_id: str) -> None:
        _two_classes(raw_dir, document_id, "none")
        folder = next(path for path in raw_dir.glob(f"*/{document_id}") if path.is_dir())
        for (table, row), printed in changes.items():

            def changed(records: list[Record], row: str = row, text: str = printed) -> list[Record]:
                columns = ("total", "expenditure_amount", "project")
                return [
                    factories.with_value(r, text)
                    if r["row_key"] == row and r["column_code"] in columns and r["printed_text"]
                    else r
                    for r in records
                ]

            edit_records(folder, table, changed)

    return write


CASES = {
    # 30.00 and 10.00 of 21001 in each other's rows; the class in the row of another.
    "c-rows-exchanged": _printed({("gk03", "2100101"): "10.00", ("gk03", "2100102"): "30.00"}),
    "c-class-in-other-row": _printed({("gk01", "208"): "40.00", ("gk01", "210"): "60.00"}),
    "c-row-below": _printed(
        {
            **{("gk03", "2100101"): "", ("gk03", "2100102"): "30.00"},
            ("gk05", "2100102"): "",
        }
    ),
    "c-rows-nearly-exchanged": _printed(
        {("gk03", "2100101"): "10.00", ("gk03", "2100102"): "30.01"}
    ),
    "c-right": lambda raw_dir, document_id: _public_expenses(raw_dir, document_id, _TRUE),
    "c-slipped": lambda raw_dir, document_id: _public_expenses(raw_dir, document_id, _SLIPPED),
    # One figure besides the slip is wrong: undoing the slip does not mend the sum.
    "c-slipped-and-wrong": lambda raw_dir, document_id: _public_expenses(
        raw_dir, document_id, ("1.00", "4.00", "25.01", "30.00")
    ),
    "c-all-accounts": lambda raw_dir, document_id: _two_classes(raw_dir, document_id, "none"),
    "c-account-left-out": lambda raw_dir, document_id: _two_classes(
        raw_dir, document_id, "2100102"
    ),
    "c-branch-left-out": lambda raw_dir, document_id: _two_classes(raw_dir, document_id, "210"),
}


def _failed(rule_book: dict[Key, Verdict], document_id: str) -> dict[tuple[str, str], str | None]:
    """Return the cause of every failed verdict about the tables' arithmetic."""
    return {
        key[1:]: verdict.root_cause_id
        for key, verdict in rule_book.items()
        if key[0] == document_id and verdict.status == "fail" and key[1][0] in "IX"
    }


def test_tables_that_hold_have_no_cause(rule_book: dict[Key, Verdict]) -> None:
    assert _failed(rule_book, "c-right") == {}
    assert _failed(rule_book, "c-all-accounts") == {}


def test_a_slipped_column_is_one_cause(rule_book: dict[Key, Verdict]) -> None:
    failed = _failed(rule_book, "c-slipped")
    # 1.00 > 0.00 abroad, 4.00 > 1.00 reception, 25.00 > 4.00 cars, and 60.00 instead of 30.00.
    assert {rule_id for rule_id, _ in failed} == {"I32", "X30", "X32", "X33"}
    assert len(set(failed.values())) == 1


def _said(rule_warehouse: Path, document_id: str) -> list[str]:
    with open_warehouse(rule_warehouse, read_only=True) as connection:
        rows = connection.execute(
            "select message_zh from reconciliation.fct_findings where document_id = ?",
            [document_id],
        ).fetchall()
    return [message for (message,) in rows]


@pytest.mark.parametrize(
    ("document_id", "rows", "rules"),
    [
        ("c-rows-exchanged", ("2100101", "2100102"), {"X18", "X19"}),
        ("c-class-in-other-row", ("208", "210"), {"X09", "X14", "X15"}),
    ],
)
def test_rows_that_changed_their_figures_are_one_cause(
    rule_book: dict[Key, Verdict],
    rule_warehouse: Path,
    document_id: str,
    rows: tuple[str, str],
    rules: set[str],
) -> None:
    failed = _failed(rule_book, document_id)
    assert {rule_id for rule_id, _ in failed} & rules
    of_rows = {cause for (rule_id, _), cause in failed.items() if rule_id in rules}
    assert len(of_rows) == 1
    [told] = [text for text in _said(rule_warehouse, document_id) if "互换" in text]
    assert all(row in told for row in rows)


def test_a_figure_in_the_wrong_row_is_one_cause(
    rule_book: dict[Key, Verdict], rule_warehouse: Path
) -> None:
    failed = _failed(rule_book, "c-row-below")
    assert {rule_id for rule_id, _ in failed} >= {"X18"}
    told = [text for text in _said(rule_warehouse, "c-row-below") if "的数列" in text]
    assert len(told) == 1
    assert "2100101" in told[0]
    assert "2100102" in told[0]


def test_rows_that_do_not_agree_once_exchanged_are_not_called_so(
    rule_book: dict[Key, Verdict], rule_warehouse: Path
) -> None:
    assert _failed(rule_book, "c-rows-nearly-exchanged")
    assert not [t for t in _said(rule_warehouse, "c-rows-nearly-exchanged") if "互换" in t]


def test_a_slip_that_leaves_something_wrong_is_not_named(
    rule_book: dict[Key, Verdict], rule_warehouse: Path
) -> None:
    failed = _failed(rule_book, "c-slipped-and-wrong")
    assert {rule_id for rule_id, _ in failed} == {"I32", "X30", "X32", "X33"}
    # Four differences that no cell explains are too few to say that the whole table is wrong.
    assert len(set(failed.values())) == len(failed)
    with open_warehouse(rule_warehouse, read_only=True) as connection:
        said = connection.execute(
            "select document_id, message_zh from reconciliation.fct_findings "
            "where rule_id = 'I32' and document_id in ('c-slipped', 'c-slipped-and-wrong')"
        ).fetchall()
    mended = {document_id: "移回后" in message for document_id, message in said}
    assert mended == {"c-slipped": True, "c-slipped-and-wrong": False}


@pytest.mark.parametrize("document_id", ["c-account-left-out", "c-branch-left-out"])
def test_an_account_left_out_is_one_cause_with_the_sums_beside_it(
    rule_book: dict[Key, Verdict], document_id: str
) -> None:
    failed = _failed(rule_book, document_id)
    assert {rule_id[0] for rule_id, _ in failed} == {"I", "X"}
    assert len(set(failed.values())) == 1

# ruff: noqa: E501
"""Every cell of the two real workbooks of 2025, against the sheets as another library reads them.

The truth is made here from the sheets themselves: by sheet name, by the printed code or label of
the row, and by the printed header of the column; nothing of the reader under test is used for it.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from dagster_project.reading import extract_files
from tests.reading.conftest import read_rows
from tests.shared_documents import DOCUMENTS, needs_shared

NAMES = ("putuo-environment-2025", "putuo-yichuan-2025")
needs_documents = needs_shared(
    "every cell of two published workbooks is read in its place",
    *(DOCUMENTS / f"{name}.{ext}" for name in NAMES for ext in ("xlsx", "txt")),
)
COLUMNS = {
    "gk02": {
        "本年收入合计": "total", "财政拨款收入": "fiscal_appropriation", "上级补助收入": "superior_subsidy",
        "事业收入": "undertaking", "经营收入": "operating", "附属单位上缴收入": "affiliated_remittance",
        "其他收入": "other",
    },
    "gk03": {
        "本年支出合计": "total", "基本支出": "basic", "项目支出": "project",
        "上缴上级支出": "remitted_to_superior", "经营支出": "operating",
        "对附属单位补助支出": "subsidy_to_affiliated",
    },
    "gk05": {"合计": "total", "基本支出": "basic", "项目支出": "project"},
    "gk08": {
        "年初结转和结余": "opening", "本年收入": "income", "合计": "total", "基本支出": "basic",
        "项目支出": "project", "年末结转和结余": "closing",
    },
}  # fmt: skip
COLUMNS["gk09"] = COLUMNS["gk08"]
SHEETS = {
    "收入支出决算总表": "gk01", "收入决算表": "gk02", "支出决算表": "gk03",
    "财政拨款收入支出决算总表": "gk04", "一般公共预算财政拨款支出决算表": "gk05",
    "一般公共预算财政拨款基本支出决算表": "gk06", "财政拨款“三公”经费支出决算表": "gk07",
    "政府性基金预算财政拨款收入支出决算表": "gk08", "国有资本经营预算财政拨款收入支出决算表": "gk09",
}  # fmt: skip
THREE_PUBLIC = ("total", "abroad", "vehicles", "purchase", "running", "reception")
Cell = tuple[str, str, str, str, Decimal]


def _is_figure(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _two_sided(code: str, rows: list[list[object]]) -> list[Cell]:
    right = ("expenditure_amount",) if code == "gk01" else ("total", "general_public", "government_fund", "state_capital")  # fmt: skip
    found = []
    for row in rows:
        places = [(0, 1, "income_amount"), *((2, 3 + i, name) for i, name in enumerate(right))]
        for label, place, column in places:
            if _is_figure(row[place]):
                side = "income" if label == 0 else "expenditure"
                found.append((code, side, str(row[label]), column, Decimal(str(row[place]))))
    return found


def _by_header(code: str, rows: list[list[object]]) -> list[Cell]:
    names: dict[int, str] = {}
    found = []
    for row in rows:
        for place, text in enumerate(row):
            if text in COLUMNS[code] and place > 1:
                names[place] = COLUMNS[code][str(text)]
        for place, value in enumerate(row):
            if _is_figure(value):
                found.append((code, "", str(row[0]), names[place], Decimal(str(value))))
    return found


def _printed(path: Path) -> Counter[Cell]:
    book = CalamineWorkbook.from_path(path)
    found: list[Cell] = []
    for name in book.sheet_names:
        code, rows = SHEETS[name], book.get_sheet_by_name(name).to_python()
        if code in ("gk01", "gk04"):
            found += _two_sided(code, rows)
        elif code == "gk06":
            found += [
                (code, "", str(row[at]).replace(" ", ""), "basic", Decimal(str(row[at + 2])))
                for row in rows
                for at in (0, 3)
                if _is_figure(row[at + 2])
            ]
        elif code == "gk07":
            columns = [f"{kind}_{item}" for item in THREE_PUBLIC for kind in ("budget", "final")]
            found += [
                (code, "", "", column, Decimal(str(value)))
                for column, value in zip(columns, rows[7], strict=True)
                if _is_figure(value)
            ]
        else:
            found += _by_header(code, rows)
    return Counter((a, b, c, d, value.normalize()) for a, b, c, d, value in found)


def _read(folder: Path) -> Counter[Cell]:
    found: list[Cell] = []
    for code in SHEETS.values():
        for row in read_rows(folder / f"{code}.csv"):
            if row["cell_state"] != "value":
                continue
            side, name = "", row["printed_code"].replace(" ", "") or row["printed_label"]
            if code in ("gk01", "gk04"):
                side = "income" if row["column_code"] == "income_amount" else "expenditure"
            found.append((code, side, name, row["column_code"], Decimal(row["value_numeric"])))
    return Counter((a, b, c, d, value.normalize()) for a, b, c, d, value in found)


@needs_documents
@pytest.mark.parametrize("name", NAMES)
def test_every_cell_of_the_workbook_is_read_in_its_place(name: str, tmp_path: Path) -> None:
    files = [DOCUMENTS / f"{name}.xlsx", DOCUMENTS / f"{name}.txt"]
    (outcome,) = extract_files(files, tmp_path / "raw")
    assert outcome.status == "read", outcome.reason
    assert outcome.folder is not None
    printed, read = _printed(files[0]), _read(outcome.folder)
    assert sum(printed.values()) > 600
    assert printed - read == Counter(), "missing, or in another column"
    assert read - printed == Counter(), "invented, or in another column"
    assert all(
        row["read_status"] == "confirmed" and row["value_unit"] == "万元"
        for code in SHEETS.values()
        for row in read_rows(outcome.folder / f"{code}.csv")
    )


@needs_documents
def test_tables_and_narrative_in_two_files_are_one_document(tmp_path: Path) -> None:
    files = [DOCUMENTS / f"{name}.{ext}" for ext in ("txt", "xlsx") for name in NAMES]
    outcomes = extract_files(files, tmp_path / "raw")
    assert [o.status for o in outcomes] == ["read", "read"]
    assert all(o.folder is not None and o.folder.parent.name == "2025" for o in outcomes)


@needs_documents
def test_a_statement_in_the_narrative_file_explains_the_empty_sheet(tmp_path: Path) -> None:
    files = [DOCUMENTS / f"{NAMES[0]}.{ext}" for ext in ("xlsx", "txt")]
    (outcome,) = extract_files(files, tmp_path / "raw")
    presence = {t.table_code: t.presence for t in outcome.tables}
    assert presence["gk08"] == presence["gk09"] == "empty_stated"
    assert presence["gk10"] == "not_required"

"""The reviewer's worksheet (整改清单), read back with openpyxl."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dagster_project.contract.shown_amounts import Quantity
from dagster_project.release import worksheet as release_worksheet
from dagster_project.release import worksheet_cells
from dagster_project.release.worklist import Worklist, read_worklist
from dagster_project.release.worksheet import write_findings
from dagster_project.release.worksheet_cells import sheet_names
from tests.report.sample_marts import (
    create_marts,
    document_rows,
    insert_document,
    new_database,
)

ANSWERS = ["部门答复", "更正情况", "责任人", "完成时间", "复核意见"]


def document(number: int, name: str = "示例局", **fields: Any) -> dict[str, Any]:
    counts = dict.fromkeys(("blocking", "warning", "notice", "cleared", "checks", "no_data"), 0)
    return {
        "document_id": f"d-{number}",
        "organization_name": name,
        "fiscal_year": 2024,
        **counts,
        **fields,
    }


def finding(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "finding_id": f"fnd_{number}",
        "document_id": f"d-{number}",
        "severity": "warning",
        "state": "new",
        "rule_id": "I11",
        "table_code": "gk03",
        "message_zh": "合计不等于各栏之和",
        "difference_number": Quantity(Decimal("-0.007"), "万元"),
        "number": number,
        "waived_by": None,
        **fields,
    }


def unchecked(number: int) -> dict[str, Any]:
    return {"document_id": f"d-{number}", "rule_id": "X18", "reason_zh": "表未读出", "places": 3}


def write(path: Path, worklist: Worklist) -> openpyxl.Workbook:
    write_findings(path, worklist)
    return openpyxl.load_workbook(path)


def records(sheet: Any, header_row: int = 1) -> list[dict[str, Any]]:
    header = [cell.value for cell in sheet[header_row]]
    rows = sheet.iter_rows(min_row=header_row + 1)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_workbook_has_overview_documents_and_what_was_not_checked(tmp_path):
    worklist = Worklist(
        "r1",
        [document(1, warning=1), document(2, gate_status="withheld", gate_reasons="模板")],
        [finding(1, page=6, printed_text="13.24", next_step_zh="核对")],
        [unchecked(2)],
    )
    book = write(tmp_path / "f.xlsx", worklist)
    assert book.sheetnames == ["总览", "示例局 2024", "无法判断"]
    overview = book["总览"]
    assert (overview.freeze_panes, overview.auto_filter.ref) == ("A5", "A4:M6")
    # A link leads to the sheet of the document that has findings, and only to that.
    links = {cell.coordinate: cell.hyperlink.location for cell in overview["M"] if cell.hyperlink}
    assert links == {"M5": "'示例局 2024'!A1"}
    first, second = records(overview, 4)
    assert (first["警告"].value, second["放行状态"].value) == (1, "暂不采用")
    assert second["未放行原因"].value == "模板"
    sheet = book["示例局 2024"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref[:3]) == ("A2", "A1:")
    [row] = records(sheet)
    assert (row["位置"].value, row["印出的数字"].value) == ("第 6 页", "13.24")
    assert row["问题与处理"].value == "合计不等于各栏之和\n怎么改:核对"
    assert row["问题编号"].value == "fnd_1"
    assert (row["差额"].value, row["差额"].number_format) == (-0.007, '#,##0.000" 万元"')
    assert all(row[name].value is None for name in ANSWERS)
    [row] = records(book["无法判断"])
    assert (row["文件编号"].value, row["原因"].value, row["处数"].value) == ("d-2", "表未读出", 3)


def test_severities_have_their_own_colours_and_long_texts_wrap(tmp_path):
    severities = ("blocking", "warning", "notice")
    findings = [finding(1, finding_id=f"f-{s}", severity=s) for s in severities]
    book = write(tmp_path / "f.xlsx", Worklist("r1", [document(1)], findings, []))
    rows = records(book["示例局 2024"])
    assert [row["严重程度"].value for row in rows] == ["阻断", "警告", "提示"]
    assert len({row["严重程度"].fill.fgColor.rgb for row in rows}) == 3
    assert (
        rows[0]["问题与处理"].alignment.wrap_text is False or len(rows[0]["问题与处理"].value) <= 10
    )
    long = finding(1, message_zh="合计" * 200)
    book = write(tmp_path / "g.xlsx", Worklist("r1", [document(1)], [long], []))
    [row] = records(book["示例局 2024"])
    assert row["问题与处理"].alignment.wrap_text
    assert book["示例局 2024"].column_dimensions["E"].width >= 40


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_text_that_looks_like_a_formula_stays_text(start, tmp_path):
    text = f'{start}HYPERLINK("http://x","y")'
    worklist = Worklist(
        "r1",
        [document(1, name=text, gate_reasons=text)],
        [finding(1, message_zh=text, printed_label=text, table_zh=text)],
        [unchecked(1) | {"reason_zh": text}],
        [finding(1, message_zh=text, page=None, left_printed=text, table_zh=text)],
    )
    book = write(tmp_path / "f.xlsx", worklist)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    suspicious = [cell for cell in cells if cell.value == text]
    # Unit, reason; message, row and table of the finding; three of the check; why not checked.
    assert len(suspicious) == 9
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in suspicious)


def test_signs_that_xml_cannot_hold_and_endless_texts_do_not_break_the_file(tmp_path):
    worklist = Worklist("r1", [document(1)], [finding(1, message_zh="a\x00b" + "长" * 40_000)], [])
    [row] = records(write(tmp_path / "f.xlsx", worklist)["示例局 2024"])
    assert row["问题与处理"].value.startswith("ab长")
    assert len(row["问题与处理"].value) == 32_767


def test_sheet_names_are_short_allowed_and_each_once():
    long = "上海市普陀区人民政府宜川路街道办事处社区事务受理服务中心本级"
    names = sheet_names([long, long, "a/b[1]:*?\\", "'x'", "History", "ABC", "abc", ""], ["总览"])
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 for name in names)
    assert not any(sign in name for name in names for sign in "[]:*?/\\")
    assert not any(name.startswith("'") or name.endswith("'") for name in names)
    assert "history" not in [name.casefold() for name in names]
    assert sheet_names(["总览"], ["总览"]) == ["总览~2"]


def test_beyond_a_hundred_documents_findings_are_one_sheet_and_still_quick(tmp_path, measured):
    import time

    documents = [document(number, name=f"单位{number}") for number in range(1000)]
    findings = [finding(number) for number in range(1000) for _ in range(5)]
    start = time.process_time()
    write_findings(tmp_path / "f.xlsx", Worklist("r1", documents, findings, []))
    seconds = time.process_time() - start
    book = openpyxl.load_workbook(tmp_path / "f.xlsx", read_only=True)
    assert book.sheetnames == ["总览", "整改清单", "无法判断"]
    assert sum(1 for _ in book["整改清单"].rows) == 1 + 5000
    measured.append(f"findings.xlsx: 1,000 documents, 5,000 findings in {seconds:.1f} s CPU")
    assert seconds < 60


def test_more_rows_than_a_sheet_holds_go_on_another_sheet(tmp_path, monkeypatch):
    monkeypatch.setattr(release_worksheet, "MAX_ROWS", 3)
    rows = [unchecked(number) for number in range(5)]
    book = write(tmp_path / "f.xlsx", Worklist("r1", [], [], rows))
    assert book.sheetnames == ["总览", "无法判断", "无法判断 2", "无法判断 3"]
    written = [r["文件编号"].value for name in book.sheetnames[1:] for r in records(book[name])]
    assert written == [f"d-{number}" for number in range(5)]
    assert worksheet_cells.MAX_ROWS == 2**20


def test_what_was_not_checked_is_a_row_per_document_and_reason(tmp_path):
    reasons = {"X18": "table_not_read", "N01": "narrative_not_read", "N02": "narrative_not_read"}
    with new_database(tmp_path) as connection:
        create_marts(connection)
        rows = document_rows("d-1", "示例局")
        check = rows["checks"][0]
        rows["checks"] = [
            check
            | {"check_id": f"{rule}-{place}", "rule_id": rule, "subject": str(place)}
            | {"subject_zh": None, "status": "no_data", "reason_code": reason}
            for rule, reason in reasons.items()
            for place in range(2)
        ]
        insert_document(connection, rows)
        connection.execute("create table marts.release_info as select 'r1' as release_id")
    found = {row["reason_code"]: row for row in read_worklist(tmp_path).unchecked}
    assert {code: (row["places"], row["rules"]) for code, row in found.items()} == {
        "narrative_not_read": (4, 2),
        "table_not_read": (2, 1),
    }
    book = write(tmp_path / "f.xlsx", Worklist("r1", [], [], list(found.values())))
    [row] = [r for r in records(book["无法判断"]) if r["处数"].value == 4]
    assert (row["规则数"].value, row["规则"].value) == (2, "N01、N02")


def test_a_format_is_worked_out_once_however_many_cells_have_it(tmp_path, monkeypatch):
    worked_out = []

    def counted(style):
        worked_out.append(style)
        return asdict(style)

    monkeypatch.setattr(worksheet_cells, "asdict", counted)
    columns = (worksheet_cells.SheetColumn("a", "甲"),)
    with worksheet_cells.written_book(tmp_path / "b.xlsx", "t") as book:
        sheet = book.add_sheet("s", columns, 200)
        for number in range(200):
            sheet.append([f"第{number}行,说明" * 2], [worksheet_cells.bordered()])
    # A plain text and one that wraps, with or without a sign that a formula begins with.
    assert len(worked_out) <= 4

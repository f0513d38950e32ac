"""The worksheet on paper and as a form: A4 across, links, lists to choose from, rounding apart."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter, range_boundaries

from dagster_project.contract.shown_amounts import Quantity
from dagster_project.contract.words import codes_of, word
from dagster_project.release.worklist import Worklist
from dagster_project.release.worksheet import write_findings
from tests.export.test_worksheet import document, finding, records, unchecked

# A column as wide as so many digits (7 pixels at 96 dpi) is so many millimetres wide.
DIGIT = 7 / 96 * 25.4
A4_ACROSS, MARGIN = 297.0, 0.4 * 25.4
# Smaller than 10 points × 0.7 nobody reads on paper.
SMALLEST_SCALE = 0.7


@pytest.fixture
def book(tmp_path: Path) -> openpyxl.Workbook:
    """Return a worksheet of two documents: a long error, rounding, a check, an open question."""
    rows = [
        finding(1, page=21, message_zh="合计不等于各栏之和," * 30, next_step_zh="核对"),
        finding(1, finding_id="waived", waived_by="复核人"),
        finding(2, finding_id="rounded", status="rounding", severity="notice", message_zh="尾差"),
    ]
    check = rows[0] | {"member_no": 1, "left_printed": "一" * 400, "right_printed": "二"}
    write_findings(
        tmp_path / "f.xlsx",
        Worklist("r1", [document(1), document(2)], rows, [unchecked(2)], [check]),
        lambda row: f"report/documents/{row['document_id']}.html#{row['finding_id']}",
    )
    return openpyxl.load_workbook(tmp_path / "f.xlsx")


def printed_columns(sheet: Any) -> int:
    return range_boundaries(sheet.print_area.split("!")[-1])[2]


def test_every_sheet_prints_on_a4_across_one_page_wide_with_its_header_and_page_numbers(book):
    for sheet in book:
        setup = sheet.page_setup
        assert (setup.orientation, int(setup.paperSize)) == ("landscape", 9), sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        # One page is what the format says by saying nothing.
        assert (setup.fitToWidth or 1, setup.fitToHeight) == (1, 0)
        header = 4 if sheet.title == "总览" else 1
        assert sheet.print_title_rows == f"${header}:${header}"
        assert sheet.freeze_panes == f"A{header + 1}"
        assert sheet.auto_filter.ref.startswith(f"A{header}:")
        assert "&P" in sheet.oddFooter.center.text
        assert "&N" in sheet.oddFooter.center.text


def test_what_is_printed_is_wide_enough_to_be_read_on_paper(book):
    for sheet in book:
        widths = [
            sheet.column_dimensions[get_column_letter(number)].width
            for number in range(1, printed_columns(sheet) + 1)
        ]
        scale = (A4_ACROSS - 2 * MARGIN) / (sum(widths) * DIGIT)
        assert scale > SMALLEST_SCALE, (sheet.title, scale)
    findings = book["示例局 2024"]
    # What only a program needs is there, and not on paper.
    titles = [cell.value for cell in findings[1]]
    assert printed_columns(findings) <= 10
    assert "问题编号" in titles[printed_columns(findings) :]


def test_rows_are_as_high_as_their_longest_text(book):
    sheet = book["示例局 2024"]
    long, short = records(sheet)
    text, width = long["问题与处理"].value, sheet.column_dimensions["E"].width
    lines = 2 * len(text) / width
    # Ten points a line.
    assert sheet.row_dimensions[2].height >= 10 * lines
    assert sheet.row_dimensions[3].height is None or sheet.row_dimensions[3].height < 60
    assert short["问题编号"].value == "waived"


def test_the_place_leads_to_the_finding_on_the_page_of_the_report(book):
    first, _ = records(book["示例局 2024"])
    link = first["位置"].hyperlink
    assert first["位置"].value == "第 21 页"
    assert link.target.replace("\\", "/") == "report/documents/d-1.html"
    assert link.location == "fnd_1"


def test_replies_are_chosen_from_a_list_in_every_row_of_findings(book):
    sheet = book["示例局 2024"]
    titles = [cell.value for cell in sheet[1]]
    found, rows = {}, set()
    for rule in sheet.data_validations.dataValidation:
        [where] = rule.sqref.ranges
        found[titles[where.min_col - 1]] = rule
        rows.add((where.min_row, where.max_row))
    assert set(found) == {"部门答复", "完成时间", "复核意见"}
    for title, vocabulary in (("部门答复", "reply"), ("复核意见", "review")):
        words = [word(code, vocabulary) for code in codes_of(vocabulary)]
        assert words
        assert found[title].formula1 == f'"{",".join(words)}"'
    assert found["完成时间"].type == "date"
    assert rows == {(2, 3)}


def test_rounding_has_a_sheet_of_its_own_and_what_is_cleared_says_so(book):
    assert book.sheetnames == ["总览", "示例局 2024", "尾差", "核对明细", "无法判断"]
    [row] = records(book["尾差"])
    assert (row["问题编号"].value, row["文件编号"].value) == ("rounded", "d-2")
    # Its document has no other sheet to lead to.
    links = [cell.hyperlink.location for cell in book["总览"]["M"] if cell.hyperlink]
    assert links == ["'示例局 2024'!A1", "'尾差'!A1"]
    _, waived = records(book["示例局 2024"])
    assert waived["严重程度"].value == "警告·已豁免"
    assert waived["严重程度"].fill.fill_type is None


@pytest.mark.parametrize("unit", ["万元", "%", '"&"', "x\x00\u202ey"])
def test_a_unit_is_shown_and_calculates_nothing(unit: str, tmp_path: Path) -> None:
    row = finding(1, difference_number=Quantity(Decimal("1.50"), unit))
    write_findings(tmp_path / "f.xlsx", Worklist("r1", [document(1)], [row], []))
    book = openpyxl.load_workbook(tmp_path / "f.xlsx")
    [row] = records(book["示例局 2024"])
    number, quoted, rest = row["差额"].number_format.split('"')
    assert (row["差额"].value, number, rest) == (1.5, "#,##0.00", "")
    assert quoted == " " + "".join(sign for sign in unit if sign not in '"\x00\u202e')

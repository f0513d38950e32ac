"""Self-evaluation forms drawn as grids: spreadsheets, Word documents, pages of a PDF."""

from __future__ import annotations

import io

import docx
import pytest

from dagster_project.reading.decoders.docx import decode_docx
from dagster_project.reading.decoders.xlsx import decode_xlsx
from dagster_project.reading.model.cells import ReadTable
from dagster_project.reading.model.grid import DecodedDocument, Grid
from dagster_project.reading.tables.performance.reading import take_performance_grids
from tests.reading.grids.builders import grid, line, merge, saved, values, workbook
from tests.reading.performance.forms import MERGED, NAME, PRINTED, ROWS, TITLE


def _table(decoded: DecodedDocument) -> ReadTable:
    _, [table] = take_performance_grids(decoded, is_scan=False)
    return table


def _xlsx() -> bytes:
    covered = {
        (row, column)
        for top, left, bottom, right in MERGED
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }
    rows = [
        [None if (r, c) in covered else text or None for c, text in enumerate(row)]
        for r, row in enumerate(ROWS)
    ]
    book = workbook([("自评表", rows)])
    for top, left, bottom, right in MERGED:
        book.worksheets[0].merge_cells(
            start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
        )
    return saved(book)


def _docx() -> bytes:
    document = docx.Document()
    document.add_paragraph(TITLE)
    drawn = document.add_table(rows=len(ROWS), cols=9)
    for r, row in enumerate(ROWS):
        for c, text in enumerate(row):
            drawn.cell(r, c).text = text
    for top, left, bottom, right in MERGED:
        whole = drawn.cell(top, left).merge(drawn.cell(bottom, right))
        whole.text = ROWS[top][left]
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "decoded", [decode_xlsx(_xlsx()), decode_docx(_docx())], ids=["xlsx", "docx"]
)
def test_every_printed_value_of_a_national_form_stands_in_its_column(
    decoded: DecodedDocument,
) -> None:
    table = _table(decoded)
    assert values(table) == PRINTED
    assert (table.unit, table.variant, table.read_status) == ("万元", "standard", "confirmed")
    assert table.title == TITLE
    by_key = {(c.row_key, c.column_code): c for c in table.cells}
    # 82.875 万元 = 828,750 元; a mark is not a value; a blank is not zero.
    assert by_key["p1.funds_total", "executed"].amount_yuan == 828750
    assert by_key["p1.funds_total", "execution_percent"].value_numeric == 75
    assert by_key["p1.funds_fiscal", "score"].cell_state == "struck_out"
    assert by_key["p1.funds_carried", "budgeted"].cell_state == "blank"
    assert by_key["p1.i01", "actual"].value_kind == "text"
    assert {c.printed_label for c in table.cells if c.row_key == "p1"} == {NAME}


def test_the_form_is_no_part_of_any_other_table() -> None:
    other = grid([["合计", "1.00"]], "p3", 3)
    decoded = DecodedDocument([line(TITLE), grid(ROWS), other])
    rest, _ = take_performance_grids(decoded, is_scan=False)
    assert [item for item in rest.items if isinstance(item, Grid)] == [other]


def test_a_form_goes_on_over_a_page_break_without_its_header() -> None:
    # The page breaks inside the name of the last indicator, and the merged 一级指标 is cut.
    first = grid(ROWS[:15], name="p1", page=1)
    second = grid(
        [
            ["", "满意度指标", "服务对象满意度指标", "居民", "≥90%", "92%", "10", "10", ""],
            ["", "", "", "满意度", "", "", "", "", ""],
            ROWS[16],
        ],
        name="p2",
        page=2,
    )
    table = _table(DecodedDocument([line(TITLE), first, second]))
    assert values(table) == PRINTED
    assert (table.page_first, table.page_last) == (1, 2)


def test_levels_hold_until_the_next_where_they_are_not_merged() -> None:
    rows = [list(row) for row in ROWS]
    rows[13][1] = ""
    assert values(_table(DecodedDocument([grid(rows)]))) == PRINTED


def test_two_forms_of_one_sheet_are_two_projects() -> None:
    second = [[cell.replace(NAME, "林道养护项目") for cell in row] for row in ROWS]
    found = values(_table(DecodedDocument([grid(ROWS + second)])))
    assert {key.split(".")[0] for key, _ in found} == {"p1", "p2"}
    assert {k: v for k, v in found.items() if k[0].startswith("p1")} == PRINTED


def test_a_form_of_targets_without_scores_is_none() -> None:
    rows = [row[:5] for row in ROWS[2:4]] + [row[:5] for row in ROWS[11:16]]
    decoded = DecodedDocument([line("项目支出绩效目标表"), grid(rows)])
    assert take_performance_grids(decoded, is_scan=False) == (decoded, [])


def test_without_a_unit_no_yuan_is_computed() -> None:
    rows = [[cell.replace("（万元）", "") for cell in row] for row in ROWS]
    table = _table(DecodedDocument([grid(rows)]))
    assert (table.unit, table.read_status) == (None, "unconfirmed")
    assert {c.amount_yuan for c in table.cells} == {None}
    assert values(table) == PRINTED


def test_two_readings_that_differ_are_kept_and_doubted() -> None:
    drawn = merge(grid(ROWS), 0, 0, 0, 8)
    cell = drawn.rows[5][4]
    drawn.rows[5][4] = type(cell)(cell.text, cell.locator, cell.page, cell.bbox, reading="82.876")
    table = _table(DecodedDocument([drawn]))
    doubtful = [c.printed_text for c in table.cells if c.read_status == "unconfirmed"]
    assert (doubtful, table.read_status) == (["82.875"], "unconfirmed")
    assert "82.876" in "".join(table.reading_notes)


def test_a_scanned_form_is_never_confirmed() -> None:
    _, [table] = take_performance_grids(DecodedDocument([grid(ROWS)]), is_scan=True)
    assert {c.read_status for c in table.cells} == {table.read_status} == {"unconfirmed"}


SIMPLE = [
    ["项目名称", NAME, NAME, NAME, NAME],
    ["", "全年预算数", "全年执行数", "分值", "执行率/得分"],
    ["年度资金总额（万元）", "110.50", "82.875", "10", "75.00%/7.5"],
    ["一级指标", "三级指标", "年度指标值", "分值", "得分"],
    ["产出指标", "巡查次数", "≥120次", "40", "38"],
    ["满意度指标", "居民满意度", "≥90%", "50", "50"],
    ["总分", "", "", "100", "95.5"],
]


def test_two_heads_and_two_figures_in_one_cell_are_two_columns() -> None:
    found = values(_table(DecodedDocument([grid(SIMPLE)])))
    funds = {code: text for (key, code), text in found.items() if key == "p1.funds_total"}
    assert funds == {
        **{"full_year_budget": "110.50", "executed": "82.875", "weight": "10"},
        **{"execution_percent": "75.00%", "score": "7.5"},
    }
    assert (found["p1.i01", "weight"], found["p1.i01", "score"]) == ("40", "38")
    assert (found["p1", "weight"], found["p1", "score"]) == ("100", "95.5")


def test_scores_beside_their_weights_in_one_cell_are_two_columns() -> None:
    rows = [
        *SIMPLE[:3],
        ["一级指标", "三级指标", "年度指标值", "实际完成值", "得分/分值"],
        ["产出指标", "巡查次数", "≥120次", "1/2", "38/40"],
        ["满意度指标", "居民满意度", "≥90%", "92%", "50/50"],
        ["总分", "", "", "", "95.5/100"],
    ]
    table = _table(DecodedDocument([grid(rows)]))
    found = values(table)
    assert (found["p1.i01", "weight"], found["p1.i01", "score"]) == ("40", "38")
    assert found["p1.i01", "actual"] == "1/2"
    assert (found["p1", "weight"], found["p1", "score"]) == ("100", "95.5")
    assert table.read_status == "confirmed"


def test_one_figure_below_two_heads_is_neither() -> None:
    rows = [[cell.replace("75.00%/7.5", "7.5") for cell in row] for row in SIMPLE]
    table = _table(DecodedDocument([grid(rows)]))
    assert ("p1.funds_total", "score") not in values(table)
    assert "不能确定属于哪一栏" in "".join(table.reading_notes)
    assert table.read_status == "unconfirmed"


def test_a_weight_of_the_funds_that_is_not_read_leaves_the_form_in_doubt() -> None:
    rows = [[cell.replace("年度资金总额", "甲乙丙") for cell in row] for row in SIMPLE]
    table = _table(DecodedDocument([grid(rows)]))
    assert table.read_status == "unconfirmed"
    assert "分值不明" in "".join(table.reading_notes)

"""How much of what is printed was read: what a figure is, what is missed, what nobody knows."""

from __future__ import annotations

from dataclasses import replace

from dagster_project.reading.model.coverage import (
    NOT_READ,
    NOT_RECOGNISED,
    Coverage,
    UnknownTable,
)
from dagster_project.reading.narrative.claims.document import read_claim_rows
from dagster_project.reading.narrative.paragraphs import join_lines
from dagster_project.reading.narrative.running_text import running_lines
from dagster_project.reading.trust.coverage import cover_tables, cover_text, figures_in_rows
from tests.reading.grids.builders import FUNCTIONAL_HEAD, GK05, UNIT, document, grid, read, table

BODY = [["2080101", "行政运行", "3.00", "1.00", "2.00"], ["", "合计", "3.00", "1.00", "2.00"]]


def test_codes_line_numbers_numbers_of_columns_and_years_are_no_figures() -> None:
    rows = [
        ["类", "款", "项", "行次", "2023年", "人数"],
        ["栏次", "", "", "", "1", "2"],
        ["208", "01", "99", "1", "1,234.50", "12"],
        ["208", "11", "01", "2", "(3.00)", "0"],
        ["301", "99", "99", "3", "—", "2023"],
    ]
    found = [str(value) for _, value in figures_in_rows(grid(rows).rows)]
    assert sorted(found) == ["-3.00", "0", "12", "1234.50"]


def test_a_figure_that_is_no_cell_is_missed_wherever_its_value_stands() -> None:
    items = (GK05, UNIT, grid([*FUNCTIONAL_HEAD, *BODY], "g1"))
    found = read(*items)
    whole = cover_tables(document(*items), found)
    assert (whole.table_figures_read, whole.table_figures) == (6, 6)
    own = table(found, "gk05")
    own.cells = [c for c in own.cells if (c.row_key, c.column_code) != ("total", "total")]
    less = cover_tables(document(*items), found)
    # 3.00 is printed elsewhere as well, and was read there.
    assert (less.table_figures_read, less.table_figures) == (5, 6)


def test_a_table_that_nobody_recognises_is_named_with_its_heads() -> None:
    stray = grid(
        [["批次", "甲类", "乙类"], ["春季", "5.00", "6.00"], ["秋季", "7.00", "8.00"]], "g2"
    )
    items = (GK05, UNIT, grid([*FUNCTIONAL_HEAD, *BODY], "g1"), "第二部分", "各批次拨付数", stray)
    found = read(*items)
    [unknown] = found.unknown_tables
    assert (unknown.state, unknown.title, unknown.figures) == (NOT_RECOGNISED, "各批次拨付数", 4)
    assert [head.split(">")[-1] for head in unknown.heads] == ["批次", "甲类", "乙类"]
    covered = cover_tables(document(*items), found)
    assert (covered.table_figures_read, covered.table_figures) == (6, 10)
    assert "各批次拨付数" in covered.line


def test_dates_sections_and_phones_of_the_text_are_no_figures() -> None:
    text = "1.2 收入情况。2023年8月30日公开，电话：021-5566778。2023年度收入总计12.50万元。"
    found = read(GK05, UNIT, grid([*FUNCTIONAL_HEAD, *BODY], "g1"), "第三部分 情况说明", text)
    paragraphs = join_lines(running_lines(found.lines, found.headings), is_wrapped=False)
    said = read_claim_rows(found.tables, paragraphs)
    covered = cover_text(replace(Coverage(), text_figures=0), *said)
    assert (covered.text_figures_read, covered.text_figures) == (1, 1)


def test_sentences_in_cells_that_nobody_read_are_counted_and_said() -> None:
    said = "2024年度收入总计120.50万元，支出总计110.00万元，比上年增长9.05%。"
    note = "注：本表反映本年度的总收支情况，金额单位为万元，尾差0.01万元以内。"
    frame = grid([["情况说明", said], ["", note]], "p7")
    found = read(frame)
    covered = cover_tables(document(frame), found)
    assert (covered.text_figures, covered.text_figures_read) == (3, 0)
    assert covered.is_text_unread
    assert "有漏" in covered.line


def test_rows_below_the_title_of_a_table_that_was_not_read_are_figures_of_tables() -> None:
    row = "78,300.00 0.00 78,300.00"
    items = (GK05, UNIT, grid([*FUNCTIONAL_HEAD, *BODY], "g1"))
    found = read(*items)
    unread = UnknownTable("财政拨款“三公”经费支出决算表", NOT_READ, "其下的表没有读出", "p3")
    shown = document(*items, row)
    assert cover_tables(shown, found).table_figures == 6
    found.unknown_tables.append(unread)
    covered = cover_tables(shown, found)
    assert (covered.table_figures_read, covered.table_figures) == (6, 9)
    assert covered.text_figures == 0


def test_a_figure_alone_in_a_line_is_none_of_an_unread_table() -> None:
    items = (GK05, UNIT, grid([*FUNCTIONAL_HEAD, *BODY], "g1"))
    found = read(*items)
    found.unknown_tables.append(UnknownTable("某表", NOT_READ, "其下的表没有读出", "p3"))
    covered = cover_tables(document(*items, "合计 78,300.00"), found)
    assert (covered.table_figures, covered.text_figures) == (6, 1)

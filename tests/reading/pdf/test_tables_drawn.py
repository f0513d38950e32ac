"""Invented tables, drawn as producers draw them, come back as the grids they are."""

from __future__ import annotations

import pytest

from dagster_project.reading.decoders.pdf import decode_pdf
from dagster_project.reading.model.grid import DecodedDocument, Grid
from dagster_project.reading.model.readings import readings_agree
from tests.printing.drawing import A4, HAN, LATIN, Drawing, Table

HEADER = [["项目", "", "本年支出合计", "基本支出"], ["编码", "科目名称", "", ""]]
BODY = [
    ["201", "一般公共服务支出", "1,234.56", "1,000.00"],
    ["20106", "财政事务", "234.56", ""],
    ["2010601", "行政运行", "11.10", "0.00"],
]
SPANS = {(0, 0): (1, 2), (0, 2): (2, 1), (0, 3): (2, 1)}
WIDTHS = (60, 120, 90, 90)


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def only_grid(decoded: DecodedDocument) -> Grid:
    (grid,) = decoded.grids()
    return grid


def all_agree(decoded: DecodedDocument) -> bool:
    cells = [cell for grid in decoded.grids() for row in grid.rows for cell in row]
    return all(readings_agree(cell) for cell in cells) and any(cell.reading for cell in cells)


@pytest.mark.parametrize("borders", ["lines", "rectangles", "fills"])
def test_merged_headers_stand_in_each_of_their_columns(borders: str) -> None:
    drawing = Drawing()
    drawing.table(Table(HEADER + BODY, widths=WIDTHS, spans=SPANS, borders=borders))
    decoded = decode_pdf(drawing.bytes())
    grid = only_grid(decoded)
    assert texts(grid)[:2] == [
        ["项目", "项目", "本年支出合计", "基本支出"],
        ["编码", "科目名称", "本年支出合计", "基本支出"],
    ]
    assert texts(grid)[2:] == BODY
    assert grid.rows[0][0].column_span == 2
    assert grid.rows[0][2].row_span == 2
    assert all_agree(decoded)


@pytest.mark.parametrize(
    "missing", [{"left"}, {"right"}, {"top"}, {"bottom"}, {"left", "right"}, {"top", "bottom"}]
)
def test_a_table_open_at_its_sides_keeps_its_outer_cells(missing: set[str]) -> None:
    drawing = Drawing()
    table = Table(BODY, widths=WIDTHS)
    table.sides -= missing
    drawing.table(table)
    assert texts(only_grid(decode_pdf(drawing.bytes()))) == BODY


def test_a_table_without_vertical_lines_is_cut_between_its_figures() -> None:
    rows = [["项目", "合计", "基本支出"], *[[a, b or "0.00", c or "0.00"] for _, a, b, c in BODY]]
    drawing = Drawing()
    table = Table(rows, widths=(140, 90, 90))
    table.sides = frozenset({"top", "bottom", "rows"})
    drawing.table(table)
    assert texts(only_grid(decode_pdf(drawing.bytes()))) == rows


TWO_SIDED = [
    ["收入", "", "", "支出", "", ""],
    ["项目", "行次", "金额", "项目", "行次", "合计"],
    ["栏次", "", "1", "栏次", "", "2"],
    ["一、财政拨款收入", "1", "1,234.56", "一、公共安全支出", "31", "1,111.11"],
    ["", "2", "", "二、教育支出", "32", "20.00"],
    ["本年收入合计", "27", "1,234.56", "本年支出合计", "57", "1,131.11"],
]


@pytest.mark.parametrize("size", [7.0, 10.5])
def test_two_sides_without_vertical_lines_keep_their_columns(size: float) -> None:
    xs, y = [60.0, 170.0, 195.0, 260.0, 400.0, 430.0, 490.0], 120.0
    drawing = Drawing()
    for row, texts_of_row in enumerate(TWO_SIDED):
        drawing.line(xs[0], y, xs[-1], y)
        for column, text in enumerate(texts_of_row):
            font = LATIN if text.isascii() else HAN
            width = drawing.canvas.stringWidth(text, font, size)
            left, right = xs[column], xs[column + 1]
            if row == 0 and text:
                left, right = xs[column], xs[column + 3]
            is_name = row > 2 and column in (0, 3)
            is_amount = row > 2 and column in (2, 5)
            middle = (left + right - width) / 2
            x = left + 2 if is_name else right - 2 - width if is_amount else middle
            drawing.text(x, y + 14, text, size)
        y += 22
    drawing.line(xs[0], y, xs[-1], y)
    decoded = decode_pdf(drawing.bytes())
    grid = only_grid(decoded)
    assert texts(grid)[0] == ["收入"] * 3 + ["支出"] * 3
    assert texts(grid)[1:] == TWO_SIDED[1:]
    assert grid.is_undrawn
    assert all_agree(decoded)


def test_a_line_over_some_columns_parts_the_levels_of_a_header() -> None:
    xs = [60.0, 100.0, 160.0, 200.0, 280.0, 360.0, 420.0]
    heads = {0: "合计", 1: "出国费", 2: "小计", 3: "购置费", 4: "运行费", 5: "接待费"}
    drawing = Drawing()
    for y in (120, 164, 186, 208):
        drawing.line(60, y, 420, y)
    drawing.line(160, 142, 360, 142)

    def middle(left: float, right: float, y: float, text: str) -> None:
        font = LATIN if text.isascii() else HAN
        width = drawing.canvas.stringWidth(text, font, 10.5)
        drawing.text((left + right - width) / 2, y, text)

    middle(160, 360, 134, "公务用车费")
    for column, text in heads.items():
        middle(xs[column], xs[column + 1], 156 if column in (2, 3, 4) else 145, text)
        middle(xs[column], xs[column + 1], 178, str(column + 1))
        middle(xs[column], xs[column + 1], 200, f"{column}.50")
    rows = texts(only_grid(decode_pdf(drawing.bytes())))
    assert rows[0] == ["合计", "出国费", "公务用车费", "公务用车费", "公务用车费", "接待费"]
    assert rows[1] == list(heads.values())
    assert rows[2:] == [[str(k + 1) for k in range(6)], [f"{k}.50" for k in range(6)]]


def test_figures_of_one_row_that_no_gap_parts_make_no_columns() -> None:
    drawing = Drawing()
    table = Table([["", ""]] * 3, widths=(140, 180))
    table.sides = frozenset({"top", "bottom", "rows"})
    drawing.table(table)
    for row, x in enumerate((150, 165, 185)):
        drawing.text(64, 134 + 22 * row, "项目")
        drawing.text(x, 134 + 22 * row, "111.11")
        drawing.text(x + 50, 134 + 22 * row, "222.22")
    assert list(decode_pdf(drawing.bytes()).grids()) == []


def test_rows_without_lines_between_them_are_cut_between_their_figures() -> None:
    rows = [
        ["项目", "合计", "基本支出"],
        ["行政运行", "11.10", "11.10"],
        ["住房公积金", "7.00", "6.00"],
    ]
    drawing = Drawing()
    table = Table(rows, widths=(140, 90, 90))
    table.sides -= {"rows"}
    drawing.table(table)
    drawing.line(60, 142, 380, 142)
    decoded = decode_pdf(drawing.bytes())
    assert texts(only_grid(decoded)) == rows
    assert only_grid(decoded).rows[1][1].confidence < 1


def test_a_wrapped_label_stays_with_its_figure_where_lines_are_missing() -> None:
    drawing = Drawing()
    drawing.table(
        Table([["其他行政事业单位\n养老支出\n住房公积金", ""]], widths=(140, 90), height=60)
    )
    drawing.text(204, 140, "11.10")
    drawing.text(204, 158, "22.20")
    assert texts(only_grid(decode_pdf(drawing.bytes()))) == [
        ["其他行政事业单位养老支出", "11.10"],
        ["住房公积金", "22.20"],
    ]


def test_a_table_goes_on_over_pages_with_its_page_in_each_cell() -> None:
    drawing = Drawing()
    drawing.table(Table([*HEADER, *BODY], widths=WIDTHS, spans=SPANS))
    drawing.next_page()
    drawing.table(Table(BODY, widths=WIDTHS, top=60))
    first, second = decode_pdf(drawing.bytes()).grids()
    assert (first.page, second.page) == (1, 2)
    assert texts(second) == BODY
    assert {cell.page for row in second.rows for cell in row} == {2}


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_rotated_page_reads_as_it_is_seen(turn: int) -> None:
    width, height = A4
    drawing = Drawing()
    drawing.canvas.setPageRotation(turn)
    # reportlab swaps the sides of the media box for 90 and 270, so that A4 is what is shown.
    drawing.canvas.translate(*{90: (height, 0), 180: (width, height), 270: (0, width)}[turn])
    drawing.canvas.rotate(turn)
    drawing.table(Table(BODY, widths=WIDTHS, top=100))
    decoded = decode_pdf(drawing.bytes())
    grid = only_grid(decoded)
    assert texts(grid) == BODY
    assert all_agree(decoded)
    assert grid.rows[0][0].bbox == pytest.approx((60, 100, 120, 122), abs=1)


def test_a_table_printed_sideways_on_an_upright_page_is_read() -> None:
    drawing = Drawing()
    drawing.canvas.translate(A4[0], 0)
    drawing.canvas.rotate(90)
    drawing.height = A4[0]
    drawing.table(Table(BODY, widths=WIDTHS, top=100))
    decoded = decode_pdf(drawing.bytes())
    assert texts(only_grid(decoded)) == BODY
    assert all_agree(decoded)
    left, top, right, bottom = only_grid(decoded).rows[0][0].bbox or (0, 0, 0, 0)
    assert (right - left, bottom - top) == pytest.approx((22, 60), abs=1)


def test_a_cropped_page_gives_boxes_of_what_is_shown() -> None:
    drawing = Drawing()
    drawing.canvas.setCropBox((50, 100, 500, 800))
    drawing.table(Table(BODY, widths=WIDTHS))
    drawing.text(10, 400, "裁掉的字")
    decoded = decode_pdf(drawing.bytes())
    assert only_grid(decoded).rows[0][0].bbox == pytest.approx((10, 78, 70, 100), abs=1)
    assert texts(only_grid(decoded)) == BODY
    assert list(decoded.lines()) == []


def test_a_table_in_a_form_of_the_page_is_read() -> None:
    drawing = Drawing()
    drawing.canvas.beginForm("table")
    drawing.table(Table(BODY, widths=WIDTHS))
    drawing.canvas.endForm()
    drawing.canvas.translate(20, -30)
    drawing.canvas.doForm("table")
    grid = only_grid(decode_pdf(drawing.bytes()))
    assert texts(grid) == BODY
    assert grid.rows[0][0].bbox == pytest.approx((80, 150, 140, 172), abs=1)


def test_digits_on_another_baseline_join_their_words() -> None:
    drawing = Drawing()
    drawing.table(Table([["", "1.00"]], widths=(200, 90)))
    drawing.text(64, 134, "截至")
    drawing.text(86, 137, "2024")
    drawing.text(108, 134, "年末")
    assert texts(only_grid(decode_pdf(drawing.bytes()))) == [["截至2024年末", "1.00"]]


@pytest.mark.parametrize("up", [4, -2])
def test_a_raised_or_lowered_digit_is_a_mark_and_joins_no_figure(up: float) -> None:
    drawing = Drawing()
    drawing.table(Table([["合计", "2.00"], ["其中", ""]], widths=(200, 90)))
    drawing.text(290, 156, "1,234.56", 10)
    width = drawing.canvas.stringWidth("1,234.56", LATIN, 10)
    drawing.text(290 + width, 156 - up, "12", 6)
    decoded = decode_pdf(drawing.bytes())
    cell = only_grid(decoded).rows[1][1]
    assert cell.text == "1,234.56¹²"
    assert readings_agree(cell)


def test_letters_set_apart_are_one_word() -> None:
    drawing = Drawing()
    drawing.table(
        Table([["因 公 出 国（境）费", "1.00"], ["合      计", "2.00"]], widths=(200, 90))
    )
    assert texts(only_grid(decode_pdf(drawing.bytes()))) == [
        ["因公出国（境）费", "1.00"],
        ["合计", "2.00"],
    ]


def test_numbers_of_one_cell_are_never_joined() -> None:
    drawing = Drawing()
    drawing.table(Table([["合计", "1.00  2.00"], ["其中", "12\n34"]], widths=(200, 90), height=40))
    cells = [row[1].text for row in only_grid(decode_pdf(drawing.bytes())).rows]
    assert cells == ["1.00 2.00", "12 34"]


def test_an_amount_broken_over_two_lines_is_one_amount() -> None:
    drawing = Drawing()
    drawing.table(Table([["合计", "123,456,78\n9.10"]], widths=(200, 60), height=40))
    assert texts(only_grid(decode_pdf(drawing.bytes()))) == [["合计", "123,456,789.10"]]


def test_a_border_around_the_page_is_no_table() -> None:
    drawing = Drawing()
    drawing.canvas.rect(20, 20, 555, 802)
    drawing.text(72, 60, "收入决算表")
    drawing.table(Table(BODY, widths=WIDTHS))
    decoded = decode_pdf(drawing.bytes())
    assert texts(only_grid(decoded)) == BODY
    assert [line.text for line in decoded.lines()] == ["收入决算表"]
    assert all_agree(decoded)


def test_shades_behind_every_second_row_are_rows() -> None:
    rows = [
        ["项目", "合计", "基本支出"],
        *[[f"项目{k}", f"{k}.10", f"{k}.20"] for k in range(1, 5)],
    ]
    drawing = Drawing()
    table = Table(rows, widths=(140, 90, 90))
    table.sides = frozenset()
    drawing.canvas.setFillGray(0.9)
    for y in table.ys()[1::2]:
        drawing.canvas.rect(60, drawing.height - y, 320, 22, stroke=0, fill=1)
    drawing.table(table)
    assert texts(only_grid(decode_pdf(drawing.bytes()))) == rows


def test_borders_doubled_thick_or_dashed_are_one_border() -> None:
    drawing = Drawing()
    table = Table(BODY, widths=WIDTHS)
    left, top, right, bottom = 60, 120, 420, 186
    drawing.canvas.setLineWidth(2.25)
    drawing.canvas.rect(left, drawing.height - bottom, right - left, bottom - top)
    drawing.canvas.setLineWidth(0.5)
    drawing.canvas.rect(left - 2, drawing.height - bottom - 2, right - left + 4, bottom - top + 4)
    drawing.table(Table([[""] * 4] * 3, widths=WIDTHS, sides=frozenset({"columns"})))
    for y in (142, 164):
        for x in range(left, right, 5):
            drawing.line(x, y, x + 3, y)
    table.sides = frozenset()
    drawing.table(table)
    assert texts(only_grid(decode_pdf(drawing.bytes()))) == BODY


def test_a_label_that_runs_into_the_next_cell_stays_whole() -> None:
    drawing = Drawing()
    drawing.table(Table([["一般公共服务支出等", ""], ["甲", "1.00"]], widths=(80, 90)))
    assert texts(only_grid(decode_pdf(drawing.bytes())))[0] == ["一般公共服务支出等", ""]

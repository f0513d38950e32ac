"""A page without a single line: its tables are read where every column and row is certain."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dagster_project.reading.decoders.pdf.bare_tables import BarePages
from dagster_project.reading.model.grid import Grid
from dagster_project.reading.page.page_model import Char, Drawing, Frame, PageModel

_EM = 9.0
# What is written, where it begins, ends or has its middle, and which of them.
Placed = tuple[str, float, str]
_SHARE = {"left": 0.0, "middle": 0.5, "right": 1.0}

HEAD: list[Placed] = [
    ("科目编码", 69, "middle"),
    ("科目名称", 150, "middle"),
    ("本年支出合计", 250, "middle"),
    ("基本支出", 350, "middle"),
    ("项目支出", 450, "middle"),
]
_AT = {"right": (298, 398, 498), "middle": (250, 350, 450), "left": (202, 302, 402)}


def _page(lines: Sequence[tuple[float, Sequence[Placed]]], page_no: int = 1) -> PageModel:
    chars = []
    for y, words in lines:
        for text, at, anchor in words:
            widths = [_EM / 2 if char.isascii() else _EM for char in text]
            x = at - _SHARE[anchor] * sum(widths)
            for char, width in zip(text, widths, strict=True):
                box = (x, y - 0.5 * _EM, x + width, y + 0.5 * _EM)
                chars.append(Char(char, *box, _EM, False, x + width / 2, y))
                x += width
    frame = Frame(0, 0, 0, 600, 800)
    return PageModel(page_no, frame, frame, chars, Drawing())


def _lines(
    rows: Sequence[Sequence[Placed]],
    head: Sequence[Sequence[Placed]] = (HEAD,),
    pitch: float = 16,
    unit: str = "单位：万元",
) -> list[tuple[float, Sequence[Placed]]]:
    lines: list[tuple[float, Sequence[Placed]]] = [
        (50.0, [("支出决算表", 300.0, "middle")]),
        (70.0, [(unit, 500.0, "right")]),
    ]
    return lines + [(90.0 + pitch * number, row) for number, row in enumerate([*head, *rows])]


def _read(*pages: PageModel) -> list[Grid]:
    bare = BarePages()
    for page in pages:
        bare.add(page, page.chars)
    return [grid for grids, _ in bare.read(None).values() for _, grid in grids]


def _table(
    rows: Sequence[Sequence[Placed]],
    head: Sequence[Sequence[Placed]] = (HEAD,),
    pitch: float = 16,
    unit: str = "单位：万元",
) -> list[Grid]:
    return _read(_page(_lines(rows, head, pitch, unit)))


def _row(code: str, name: str, *figures: str, anchor: str = "right") -> list[Placed]:
    placed: list[Placed] = [(code, 40, "left"), (name, 100, "left")]
    return placed + [(f, x, anchor) for f, x in zip(figures, _AT[anchor], strict=True) if f]


ROWS = [
    _row("201", "一般公共服务支出", "1230.00", "1200.00", "30.00"),
    _row("208", "社会保障支出", "8.00", "", "8.00"),
    _row("210", "卫生健康支出", "12.50", "12.50", ""),
]


def _texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


@pytest.mark.parametrize("anchor", ["right", "middle"])
def test_figures_at_the_end_or_in_the_middle_of_their_columns_are_read(anchor: str) -> None:
    rows = [
        _row("201", "一般公共服务支出", "1230.00", "1200.00", "30.00", anchor=anchor),
        _row("208", "社会保障支出", "8.00", "", "8.00", anchor=anchor),
        _row("210", "卫生健康支出", "12.50", "12.50", "", anchor=anchor),
    ]
    [grid] = _table(rows)
    assert grid.is_undrawn
    assert not grid.problem
    assert [row[-3:] for row in _texts(grid)[-3:]] == [
        ["1230.00", "1200.00", "30.00"],
        ["8.00", "", "8.00"],
        ["12.50", "12.50", ""],
    ]


def test_a_column_without_figures_keeps_its_place() -> None:
    rows = [
        _row("201", "一般公共服务支出", "1230.00", "", "1230.00"),
        _row("208", "社会保障支出", "8.00", "", "8.00"),
    ]
    [grid] = _table(rows)
    assert _texts(grid)[-1] == ["208", "社会保障支出", "8.00", "", "8.00"]


def test_figures_that_end_beyond_their_label_are_of_the_label_before_them() -> None:
    # Figures of 60 wide columns: short ones end to the right of the label 合计.
    head = [*HEAD[:2], ("合计", 250.0, "middle"), *HEAD[3:]]
    rows = [
        _row("201", "一般公共服务支出", "1230.00", "1200.00", "30.00"),
        _row("208", "社会保障支出", "8.00", "", "8.00"),
    ]
    [grid] = _table(rows, [head])
    assert _texts(grid)[-1] == ["208", "社会保障支出", "8.00", "", "8.00"]


def test_figures_that_begin_alike_may_be_their_neighbours() -> None:
    rows = [
        _row("201", "一般公共服务支出", "1230.00", "1200.00", "30.00", anchor="left"),
        _row("208", "社会保障支出", "8.00", "", "8.00", anchor="left"),
    ]
    [grid] = _table(rows)
    assert "没有对齐" in grid.problem


def test_figures_of_one_length_between_two_labels_may_be_of_either() -> None:
    head = [*HEAD[:2], ("合计", 250.0, "middle"), ("小计", 350.0, "middle"), HEAD[4]]
    rows = [
        _row("201", "一般公共服务支出", "30.00", "", "30.00"),
        _row("208", "社会保障支出", "80.00", "", "80.00"),
    ]
    [grid] = _table(rows, [head])
    assert "没有表头" in grid.problem


def test_two_columns_under_one_label_are_not_read() -> None:
    rows = [[*row, (f"{n}.00", 598.0, "right")] for n, row in enumerate(ROWS)]
    [grid] = _table(rows)
    assert "之下有两栏" in grid.problem


def test_the_lines_of_a_name_that_wraps_are_one_row() -> None:
    lines = _lines(ROWS)
    lines += [
        (175.0, [("一般公共服务支出", 100.0, "left")]),
        (180.0, [*_row("221", "", "7.00", "7.00", "")[:1], *_row("", "", "7.00", "7.00", "")[2:]]),
        (185.5, [("和其他支出", 100.0, "left")]),
    ]
    [grid] = _read(_page(lines))
    assert _texts(grid)[-1] == ["221", "一般公共服务支出和其他支出", "7.00", "7.00", ""]


def test_names_that_wrap_as_near_as_rows_are_not_divided() -> None:
    rows = [*ROWS, [("的其他支出", 100.0, "left")], *ROWS]
    [grid] = _table(rows, pitch=10.5)
    assert "界线" in grid.problem


def test_without_a_title_and_a_unit_no_table_begins() -> None:
    lines = [line for line in _lines(ROWS, unit="二〇二四年") if line[0] != 50.0]
    assert _read(_page(lines)) == []


def test_a_label_over_codes_and_names_stands_between_them() -> None:
    head = [[("项目", 120.0, "middle")], HEAD]
    [grid] = _table(ROWS, head)
    assert _texts(grid)[0][:2] == ["项目", "项目"]
    assert _texts(grid)[1][:3] == ["科目编码", "科目名称", "本年支出合计"]


def test_a_label_over_several_columns_stands_in_their_middle() -> None:
    head = [
        [("其中", 400.0, "middle")],
        [word for word in HEAD if word[0] in ("科目编码", "科目名称", "本年支出合计")],
        [word for word in HEAD if word[0] in ("基本支出", "项目支出")],
    ]
    [grid] = _table(ROWS, head, pitch=12)
    assert not grid.problem
    assert [path[-2:] for path in _texts(grid)[:1]] == [["其中", "其中"]]


def test_a_label_that_is_in_the_middle_of_no_columns_leaves_none_certain() -> None:
    head = [
        [("其中", 425.0, "middle")],
        [word for word in HEAD if word[0] in ("科目编码", "科目名称", "本年支出合计")],
        [word for word in HEAD if word[0] in ("基本支出", "项目支出")],
    ]
    [grid] = _table(ROWS, head, pitch=12)
    assert "其中" in grid.problem


@pytest.mark.parametrize("has_head", [True, False])
def test_a_table_goes_on_overleaf(has_head: bool) -> None:
    rest = [HEAD, *ROWS[1:]] if has_head else ROWS[1:]
    overleaf = [(60.0 + 16 * number, row) for number, row in enumerate(rest)]
    first, second = _read(_page(_lines(ROWS)), _page(overleaf, 2))
    assert _texts(second) == [_texts(first)[0], *_texts(first)[-2:]]
    assert (first.page, second.page) == (1, 2)


def test_what_stands_overleaf_below_other_text_is_not_taken_for_the_rest() -> None:
    overleaf = [(60.0, [("关于其他", 60.0, "left")]), (76.0, [("情况", 60.0, "left")])]
    overleaf += [(92.0 + 16 * number, row) for number, row in enumerate(ROWS[1:])]
    first, _ = _read(_page(_lines(ROWS)), _page(overleaf, 2))
    assert "另有文字" in first.problem


def test_a_title_overleaf_begins_another_table() -> None:
    first, second = _read(_page(_lines(ROWS)), _page(_lines(ROWS[1:]), 2))
    assert len(first.rows) == 4
    assert len(second.rows) == 3


def test_a_blank_table_is_there() -> None:
    [grid] = _table([[("合计", 40.0, "left")]])
    assert _texts(grid)[-1][0] == "合计"


def test_the_total_is_drawn_over_codes_and_names() -> None:
    total: list[Placed] = [("合计", 100.0, "middle"), ("1250.50", 298.0, "right")]
    [grid] = _table([total, *ROWS])
    assert _texts(grid)[1] == ["合计", "合计", "1250.50", "", ""]
    assert grid.rows[1][0].place == grid.rows[1][1].place

"""A text dump yields grids, and the one engine of all media reads them."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from dagster_project.form.fields import department_in
from dagster_project.form.layouts import Line, read_department_labels, read_variants
from dagster_project.form.shapes import THREE_PUBLIC
from dagster_project.reading.decoders.text.decode import decode_text
from dagster_project.reading.decoders.text.gridding import divide_text
from dagster_project.reading.interpret import interpret
from dagster_project.reading.model.cells import ReadTable, RowKind
from dagster_project.reading.model.grid import DecodedDocument, Grid, GridCell, TextLine
from dagster_project.reading.tables import read_table
from dagster_project.reading.tables.context import GridContext
from tests.printing.text import Printing, print_table, print_text
from tests.printing.text_tables import text_tables
from tests.reading.grids.builders import grid, read, table

HEADER = ["科目编码", "科目名称", "小计", "基本支出", "项目支出"]


def divided(content: str) -> DecodedDocument:
    """Return what the decoder makes of a text."""
    return divide_text(DecodedDocument(list(decode_text(content.encode()).lines)))


def dump(seed: int = 3, **printing: object) -> str:
    """Return an invented disclosure as a text."""
    return print_text(text_tables(seed), Printing(seed, **printing))  # type: ignore[arg-type]


def test_every_table_is_a_grid_and_no_row_of_it_is_a_line() -> None:
    decoded = divided(dump())
    grids = list(decoded.grids())
    assert len(grids) == 10
    for found in grids:
        assert {len(row) for row in found.rows} == {found.width}
        assert re.fullmatch(r"L\d+-L\d+", found.locator)
        assert all(re.fullmatch(r"L\d+", cell.locator) for row in found.rows for cell in row)
    texts = {item.text.strip() for item in decoded.lines()}
    assert not texts & {cell.text for found in grids for row in found.rows for cell in row} - {""}


def test_lines_and_grids_together_are_the_whole_text() -> None:
    content = dump()
    decoded = divided(content)
    covered = {int(item.locator[1:]) for item in decoded.lines()}
    for found in decoded.grids():
        first, last = (int(place[1:]) for place in found.locator.split("-"))
        covered |= set(range(first, last + 1))
    filled = {n for n, text in enumerate(content.split("\n"), start=1) if text.strip()}
    assert filled - covered == set()


def test_what_stands_between_the_pages_of_a_table_stays_in_the_text() -> None:
    third, printing = text_tables(4)[2], Printing(4)
    pages = print_table(third, printing), print_table(third, printing)
    between = "夹在两页之间的一段话。"
    decoded = divided("\n".join([*pages[0], "", between, "", *pages[1]]))
    [found] = decoded.grids()
    assert found.locator.count("、") == 1
    assert between in [item.text for item in decoded.lines()]


def test_a_row_that_cannot_be_placed_carries_its_doubt_to_the_table() -> None:
    collapsed = "\n".join(" ".join(text.split()) for text in dump().split("\n"))
    decoded = divided(collapsed)
    doubted = {c.doubt for g in decoded.grids() for row in g.rows for c in row if c.doubt}
    assert doubted
    found = interpret(decoded)
    notes = {note for own in found.tables for note in own.reading_notes}
    assert doubted <= notes
    cells = [
        cell for own in found.tables for cell in own.cells if cell.confidence == Decimal("0.3")
    ]
    assert {cell.read_status for cell in cells} == {"unconfirmed"}


def test_what_a_decoder_says_of_a_grid_is_said_of_its_table() -> None:
    rows = [
        ["科目编码", "科目名称", "小计", "基本支出", "项目支出"],
        ["201", "服务", "2", "1", "1"],
    ]
    doubted = Grid(grid(rows).rows, "L5-L9", doubts=("L9 “7.00”不属于任何一行",))
    other = Grid([[GridCell("1.00 2.00", "L12")]], "L11-L12", problem="L11 分不出各栏")
    found = read(
        *("一般公共预算财政拨款支出决算表", "公开05表", "单位：元", doubted),
        *("收入决算表", "公开02表", "单位：元", other),
    )
    fifth, second = table(found, "gk05"), table(found, "gk02")
    assert fifth.read_status == "unconfirmed"
    assert "L9 “7.00”不属于任何一行" in fifth.reading_notes
    assert (second.read_status, second.presence, second.cells) == ("not_read", "data", [])
    assert "L11 分不出各栏" in second.reading_notes


@pytest.mark.parametrize("label", read_department_labels())
def test_every_department_label_is_known_to_every_medium(label: str) -> None:
    assert department_in(f"{label}：示例市示例事务局") == "示例市示例事务局"
    decoded = divided(dump().replace("部门名称：", f"{label}："))
    found = interpret(decoded)
    assert found.organization is not None
    assert found.organization.name == "示例市示例事务局"


def test_the_name_is_not_cut_from_its_code_where_it_begins_with_digits() -> None:
    rows = [
        ["科目编码", "科目名称", "小计", "基本支出", "项目支出"],
        ["20402", "110联动", "2", "1", "1"],
    ]
    found = read("一般公共预算财政拨款支出决算表", "公开05表", "单位：元", grid(rows))
    cells = table(found, "gk05").cells
    assert {(cell.row_key, cell.printed_label) for cell in cells} == {("20402", "110联动")}


def _statistics() -> tuple[Line, ...]:
    return next(v.lines for v in read_variants() if v.table_code == "gk10")


def test_a_label_with_another_number_is_another_label() -> None:
    known = next(own for own in _statistics() if "100万元" in own.label)
    variant = next(v for v in read_variants() if v.table_code == "gk10")
    context = GridContext(ReadTable("gk10"), variant)
    other = known.label.replace("100万元", "150万元")
    assert context.find_line(known.label, None, 0, "L1") is not None
    assert context.find_line(other, None, 0, "L1") is None


def test_an_unknown_line_of_the_statistics_keeps_its_column() -> None:
    rows = [
        ["项目", "行次", "采购金额", "数量"],
        [_statistics()[0].label, "1", "3.00", ""],
        ["无人驾驶用车", "2", "", "4"],
    ]
    found = read("部门决算公开相关信息统计表", "公开10表", "单位：元", grid(rows))
    unknown = [c for c in table(found, "gk10").cells if c.row_kind is RowKind.UNKNOWN]
    assert [(c.column_code, c.value_kind) for c in unknown] == [("quantity", "count")]


def test_an_unknown_part_of_a_line_is_no_summand_beside_it() -> None:
    rows = [
        ["项目", "决算数", "项目", "决算数"],
        ["一、其他收入", "536.00", "一、教育支出", "546.00"],
        ["其中：捐赠收入", "10.00", "二、无人知道的支出", "10.00"],
        ["本年收入合计", "536.00", "本年支出合计", "556.00"],
    ]
    found = read("收入支出决算总表", "公开01表", "单位：万元", grid(rows))
    cells = [c for c in table(found, "gk01").cells if c.row_kind is RowKind.UNKNOWN]
    assert {(c.printed_label, c.row_role) for c in cells if c.value_numeric is not None} == {
        ("其中：捐赠收入", "of_which"),
        ("二、无人知道的支出", "line"),
    }


def test_a_fault_of_one_row_reader_leaves_one_table_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise IndexError("fault")

    monkeypatch.setitem(read_table._READERS, THREE_PUBLIC, fail)
    found = interpret(divided(dump()))
    states = {own.table_code: own.read_status for own in found.tables}
    assert states.pop("gk07") == "not_read"
    assert "not_read" not in states.values()
    assert "IndexError" in "".join(table(found, "gk07").reading_notes)


def test_a_part_heading_inside_a_table_stands_before_it() -> None:
    decoded = divided(dump(1, page_break=0.3, stray_heading=True))
    items = decoded.items
    part = next(
        at
        for at, item in enumerate(items)
        if isinstance(item, TextLine) and item.text.startswith("第二部分")
    )
    assert isinstance(items[part + 1], Grid)

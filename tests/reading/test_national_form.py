"""The sample form that most provinces use: nine numbered tables, in every medium."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dagster_project.reading.interpret import interpret
from dagster_project.reading.model.grid import DecodedDocument
from tests.printing.choices import usual
from tests.printing.document import PrintedDocument, print_document
from tests.printing.table import InventedTable, Key, shown
from tests.printing.text import Printing, print_text
from tests.printing.text_tables import text_tables
from tests.reading.conftest import Extract
from tests.reading.grids.builders import grid, line, read, table, values

# As the sample form of the Ministry of Finance has it: codes split over 类 款 项 beside 栏次, three
# groups of economic accounts, one row of “三公” figures.
SAMPLE_FORM = {
    **{"separators": "thousands", "codes": "split", "total_at": "name", "marks": "together"},
    **{"fields_above": "two_lines", "economic": "three_groups"},
    **{"group_label": "over_columns", "state_capital": "spending_only"},
}


def printed_in(medium: str, **chosen: str) -> PrintedDocument:
    return print_document(usual(11, medium, "national", **SAMPLE_FORM | chosen))


def figures_of(printed: InventedTable) -> dict[Key, str]:
    return {key: text for key, text in printed.expected().items() if text}


@pytest.mark.parametrize(
    ("medium", "unit"), [("xlsx", "万元"), ("docx", "元"), ("pdf", "万元"), ("html", "元")]
)
def test_every_figure_of_every_table_is_in_its_column(medium: str, unit: str) -> None:
    document = printed_in(medium, unit=unit)
    found = document.read()
    assert found.refusal is None
    assert (found.form, found.year) == ("national", document.choices.year)
    assert found.organization is not None
    assert found.organization.name == document.name
    assert found.form_evidence is not None
    assert "河南省" in found.form_evidence
    assert [t.table_code for t in found.tables if t.presence == "missing"] == []
    assert table(found, "gk10").presence == "not_required"
    variants = dict.fromkeys((t.code for t in document.tables), "standard") | {"gk06": "basic_only"}
    for printed in document.tables:
        own = table(found, printed.code)
        figures = figures_of(printed)
        assert values(own) == figures, printed.code
        assert (own.printed_number, own.title, own.unit) == (printed.number, printed.title, unit)
        assert own.variant == variants[printed.code]
        assert own.read_status == "confirmed", own.reading_notes
        assert own.presence == ("empty_stated" if printed.is_empty else "data")
        assert own.identities_hold is (True if figures else None), printed.code


def test_a_text_of_another_province_lacks_no_tenth_table(
    extract_text: Callable[..., Extract],
) -> None:
    tables = [t for t in text_tables(3, basic_only=True) if t.code != "gk10"]
    extract = extract_text(print_text(tables, Printing(3, name="河南省示例事务局")))
    assert extract.document["form"] == "national"
    states = {t["table_code"]: t["presence"] for t in extract.document["tables"]}
    assert states["gk10"] == "not_required"
    assert "missing" not in states.values()
    for printed in tables:
        assert extract.cells(printed.code) == printed.expected(), printed.code


@pytest.mark.parametrize(("year", "presence"), [(2019, "not_required"), (2020, "missing")])
def test_state_capital_is_required_from_the_year_in_which_the_form_has_it(
    year: int, presence: str
) -> None:
    document = printed_in("xlsx")
    items = [line(f"{document.name}{year}年度部门决算")]
    for printed in document.tables[:8]:
        items += [line(text) for text in (printed.title, printed.number, "单位：元")]
        items.append(grid([[shown(text) for text in row] for row in printed.texts()]))
    found = interpret(DecodedDocument(items))
    assert found.year == year
    assert table(found, "gk09").presence == presence


def test_three_public_printed_item_by_item_is_still_one_row() -> None:
    rows = [
        ["项目", "预算数", "决算数"],
        ["合计", "20.00", "15.50"],
        ["1.因公出国（境）费用", "", ""],
        ["2.公务接待费", "2.00", "1.25"],
        ["3.公务用车购置及运行维护费", "18.00", "14.25"],
        ["其中：（1）公务用车运行维护费", "18.00", "14.25"],
        ["（2）公务用车购置", "", ""],
    ]
    title = "一般公共预算财政拨款“三公”经费支出决算表"
    found = table(read(title, "公开07表", "单位：万元", grid(rows)), "gk07")
    items = ("total", "abroad", "reception", "vehicles", "running", "purchase")
    assert values(found) == {
        ("three_public", f"{kind}_{item}"): text
        for item, (_, *texts) in zip(items, rows[1:], strict=True)
        for kind, text in zip(("budget", "final"), texts, strict=True)
        if text
    }
    assert (found.variant, found.rows, found.read_status) == ("by_item", 1, "confirmed")
    assert len(found.cells) == 12


@pytest.mark.parametrize(("year", "is_read"), [(2024, True), (2023, False)])
def test_the_year_of_the_disclosure_is_no_part_of_a_head(year: int, is_read: bool) -> None:
    rows = [
        ["项目", f"{year}年预算数", f"{year}年度决算数"],
        ["合计", "20.00", "15.50"],
        ["1.因公出国（境）费用", "0.00", "0.00"],
        ["2.公务用车购置及运行维护费", "18.00", "14.25"],
        ["3.公务接待费", "2.00", "1.25"],
    ]
    found = table(read("财政拨款“三公”经费支出决算表", "单位：万元", grid(rows)), "gk07")
    figures = values(found)
    assert figures.get(("three_public", "final_total")) == ("15.50" if is_read else None)


@pytest.mark.parametrize("over", [("—", "—"), ("", ""), ("15.50", "—")])
def test_the_name_of_a_part_over_its_sum_takes_no_figure_from_it(over: tuple[str, str]) -> None:
    rows = [
        ["项目", "预算数", "决算数"],
        ["一、“三公”经费支出", *over],
        ["（一）支出合计", "20.00", "15.50"],
        ["1.因公出国（境）费", "0.00", "0.00"],
        ["2.公务用车购置及运行维护费", "18.00", "14.25"],
        ["（1）公务用车购置费", "0.00", "0.00"],
        ["（2）公务用车运行维护费", "18.00", "14.25"],
        ["3.公务接待费", "2.00", "1.25"],
    ]
    title = "“三公”经费、行政参公单位机关运行经费情况表"
    found = table(read(title, "公开10表", "单位：万元", grid(rows)), "gk07")
    money = {column: text for (_, column), text in values(found).items()}
    # Dashes are no figure; of two figures for one thing the first is kept, and doubted.
    assert money["final_total"] == "15.50"
    assert money["budget_total"] == (over[0] if over[0] == "15.50" else "20.00")
    assert (found.read_status == "confirmed") == (over[0] != "15.50")


BESIDE = {
    "heads alike": (
        ["项目", "预算数", "决算数", "项目", "预算数", "决算数"],
        ["合计", "20.00", "15.50", "3.公务用车购置及运行维护费", "18.00", "14.25"],
        ["1.因公出国（境）费用", "", "", "其中：（1）公务用车运行维护费", "18.00", "14.25"],
        ["2.公务接待费", "2.00", "1.25", "（2）公务用车购置费", "", ""],
    ),
    "counts": (
        ["项目", "预算数", "决算数", "项目", "统计数"],
        ["合计", "20.00", "15.50", "公务用车购置数（辆）", "0"],
        ["1.因公出国（境）费用", "", "", "公务用车保有量（辆）", "3"],
        ["2.公务接待费", "2.00", "1.25", "国内公务接待批次（个）", "4"],
        ["3.公务用车购置及运行维护费", "18.00", "14.25", "国内公务接待人次（人）", "40"],
        ["其中：（1）公务用车运行维护费", "18.00", "14.25", "", ""],
        ["（2）公务用车购置费", "", "", "", ""],
    ),
}


@pytest.mark.parametrize("kind", BESIDE)
def test_three_public_in_groups_side_by_side_is_one_list(kind: str) -> None:
    title = "财政拨款“三公”经费支出决算表"
    rows = [list(row) for row in BESIDE[kind]]
    found = table(read(title, "公开07表", "单位：万元", grid(rows)), "gk07")
    assert (found.variant, found.read_status) == ("by_item", "confirmed"), found.reading_notes
    money = {column: text for (key, column), text in values(found).items() if key == "three_public"}
    assert money == {
        **{"budget_total": "20.00", "final_total": "15.50"},
        **{"budget_reception": "2.00", "final_reception": "1.25"},
        **{"budget_vehicles": "18.00", "final_vehicles": "14.25"},
        **{"budget_running": "18.00", "final_running": "14.25"},
    }
    counts = [
        (c.printed_label, c.value_unit)
        for c in found.cells
        if c.value_kind == "count" and c.printed_text
    ]
    assert len(counts) == (4 if kind == "counts" else 0)


def test_funds_beside_one_another_are_no_groups_of_one_list() -> None:
    rows = [
        ["项目", "一般公共预算财政拨款", "一般公共预算财政拨款", "政府性基金", "政府性基金"],
        ["项目", "预算数", "决算数", "预算数", "决算数"],
        ["合计", "9.00", "6.00", "1.00", "1.00"],
        ["公务接待费", "9.00", "6.00", "1.00", "1.00"],
    ]
    found = read("财政拨款“三公”经费支出决算表", "公开07表", "单位：万元", grid(rows))
    assert table(found, "gk07").read_status == "not_read"


def test_economic_accounts_split_into_personnel_and_public() -> None:
    rows = [
        ["经济分类科目编码", "科目名称", "本年基本支出", "", ""],
        ["", "", "合计", "人员经费", "公用经费"],
        ["", "合计", "11.00", "9.00", "2.00"],
        ["301", "工资福利支出", "9.00", "9.00", ""],
        ["302", "商品和服务支出", "2.00", "", "2.00"],
    ]
    title = "一般公共预算财政拨款基本支出决算表"
    found = table(read(title, "公开06表", "单位：万元", grid(rows)), "gk06")
    assert found.variant == "basic_by_group"
    assert values(found) == {
        ("total", "basic"): "11.00",
        ("total", "personnel"): "9.00",
        ("total", "public"): "2.00",
        ("301", "basic"): "9.00",
        ("301", "personnel"): "9.00",
        ("302", "basic"): "2.00",
        ("302", "public"): "2.00",
    }


def test_general_public_with_carry_over_has_six_columns() -> None:
    rows = [
        ["项目", "", "年初结转和结余", "本年收入", "本年支出", "", "", "年末结转和结余"],
        ["科目编码", "科目名称", "", "", "合计", "基本支出", "项目支出", ""],
        ["201", "一般公共服务支出", "1.00", "5.00", "4.00", "3.00", "1.00", "2.00"],
    ]
    title = "一般公共预算财政拨款收入支出决算表"
    found = table(read(title, "公开05表", "单位：万元", grid(rows)), "gk05")
    assert found.variant == "with_carry_over"
    columns = ("opening", "income", "total", "basic", "project", "closing")
    assert values(found) == {("201", c): f for c, f in zip(columns, rows[2][2:], strict=True)}


def test_a_detailed_table_under_a_known_title_does_not_hide_the_known_one() -> None:
    # Sichuan prints accounts by economic class under a title that is gk06 elsewhere.
    wide = [
        ["科目编码", "科目名称", "合计", "工资福利支出", "商品和服务支出"],
        ["201", "一般公共服务支出", "3.00", "2.00", "1.00"],
    ]
    own = [["科目编码", "科目名称", "决算数"], ["301", "工资福利支出", "2.00"]]
    found = read(
        *("一般公共预算财政拨款支出决算明细表", "公开07表", "单位：万元", grid(wide)),
        *("一般公共预算财政拨款基本支出决算表", "公开08表", "单位：万元", grid(own)),
    )
    gk06 = table(found, "gk06")
    assert values(gk06) == {("301", "basic"): "2.00"}
    assert gk06.read_status == "confirmed"
    assert "同名" in "".join(gk06.reading_notes)


def test_the_label_of_a_total_may_stand_under_the_first_of_its_groups() -> None:
    head = ["科目编码", "科目名称", "决算数"] * 2
    rows = [
        head,
        ["302", "商品和服务支出", "3.00", "310", "资本性支出", "1.00"],
        ["公用经费合计", "", "", "", "", "4.00"],
    ]
    title = "一般公共预算财政拨款基本支出决算表"
    found = table(read(title, "公开06表", "单位：万元", grid(rows)), "gk06")
    assert values(found)["public_total", "basic"] == "4.00"
    assert found.read_status == "confirmed"

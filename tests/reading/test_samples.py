"""Small invented dumps, each with named quirks; every expectation is written by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.reading.conftest import SAMPLES_DIR, Extract

Read = Callable[[str], Extract]


@pytest.fixture
def read_sample(extract_text: Callable[..., Extract]) -> Read:
    return lambda name: extract_text((SAMPLES_DIR / f"{name}.txt").read_bytes(), f"{name}.txt")


def printed(extract: Extract, code: str, row_no: int) -> dict[str, str]:
    """Return what is printed in one row by column; blanks are left out."""
    return {
        column: text
        for (row, column), (_, text) in extract.cells(code).items()
        if row == row_no and text
    }


def test_blank_cells_keep_the_figures_behind_them_in_place(read_sample: Read) -> None:
    extract = read_sample("functional-wrapped-names")
    row = {"total": "200.00", "basic": "100.00", "project": "50.00", "operating": "50.00"}
    assert printed(extract, "gk03", 3) == row
    assert printed(extract, "gk03", 4) == {"total": "100.00", "project": "100.00"}
    third = next(cell for cell in extract.rows("gk03") if cell["row_no"] == "3")
    assert (third["row_key"], third["row_role"]) == ("20502", "section")
    assert third["printed_label"] == "普通教育"
    assert third["source_locator"] == "L35"
    first = extract.rows("gk03")[0]
    assert (first["row_key"], first["row_role"], first["printed_label"]) == (
        "total",
        "total",
        "合计",
    )


def test_page_break_footer_and_heading_inside_a_row_are_not_cells(read_sample: Read) -> None:
    extract = read_sample("functional-page-break-mid-row")
    assert printed(extract, "gk03", 2) == {"project": "200.00"}
    assert printed(extract, "gk03", 3) == {"total": "100.00", "basic": "100.00"}
    assert [c["printed_label"] for c in extract.rows("gk03")][6] == "教育支出"
    assert extract.table("gk03")["read_status"] == "confirmed"
    assert extract.table("gk03")["rows"] == 3


def test_two_sided_rows_wrap_break_and_print_negative_amounts(read_sample: Read) -> None:
    extract = read_sample("two-sided-page-break")
    assert printed(extract, "gk01", 1) == {"income_amount": "1,250.50"}
    assert printed(extract, "gk01", 2) == {
        "income_amount": "-7.00",
        "expenditure_amount": "1,243.50",
    }
    assert printed(extract, "gk01", 3) == {}
    keys = {(c["row_no"], c["column_code"]): c["row_key"] for c in extract.rows("gk01")}
    assert keys[("1", "income_amount")] == "general_public_appropriation"
    assert keys[("2", "income_amount")] == "undertaking"
    assert keys[("2", "expenditure_amount")] == "208"
    assert keys[("3", "income_amount")] == "unlabelled_income_3"
    assert keys[("3", "expenditure_amount")] == "229"
    assert keys[("5", "expenditure_amount")] == "grand_total"
    first = extract.rows("gk01")[0]
    assert (first["value_numeric"], first["value_unit"]) == ("1250.50", "万元")
    assert first["amount_yuan"] == "12505000.00"
    assert first["printed_line_no"] == "1.00"
    assert extract.document["organization_name"] == "示例市示例事务局"


def test_four_groups_of_codes_are_read_as_one_stream(read_sample: Read) -> None:
    extract = read_sample("economic-four-groups")
    rows = {c["row_key"]: int(c["row_no"]) for c in extract.rows("gk06")}
    order = ["301", "302", "309", "31099", "30101", "30201", "30901", "39999", "30102", "30202"]
    assert list(rows) == [*order, "personnel_total", "public_total"]
    assert printed(extract, "gk06", rows["302"]) == {"total": "70.00", "basic": "60.00"}
    assert printed(extract, "gk06", rows["30101"]) == {"total": "900.00", "basic": "800.00"}
    cells = extract.cells("gk06")
    assert cells[(rows["309"], "basic")] == ("struck_out", "────")
    assert cells[(rows["309"], "total")] == ("blank", "")
    assert cells[(rows["39999"], "basic")] == ("blank", "")
    labels = {c["row_key"]: c["printed_label"] for c in extract.rows("gk06")}
    assert labels["309"] == "资本性支出（基本建设）"
    assert labels["302"] == "商品和服务支出"
    assert extract.table("gk06")["variant"] == "all_spending"


def test_basic_only_variant_has_one_figure_per_code(read_sample: Read) -> None:
    extract = read_sample("economic-basic-only")
    found = {c["row_key"]: (c["column_code"], c["printed_text"]) for c in extract.rows("gk06")}
    assert found == {
        "301": ("basic", "800.00"),
        "302": ("basic", "60.00"),
        "30101": ("basic", "800.00"),
        "30201": ("basic", ""),
        "30202": ("basic", "60.00"),
        "personnel_total": ("basic", "800.00"),
        "public_total": ("basic", "60.00"),
    }
    assert extract.table("gk06")["variant"] == "basic_only"
    assert extract.document["fiscal_year"] == 2021


def test_fund_table_with_data_in_gb18030(read_sample: Read) -> None:
    extract = read_sample("fund-with-data-gb18030")
    assert extract.document["source"]["files"][0]["encoding"] == "gb18030"
    assert printed(extract, "gk08", 2) == {
        "opening": "1,000.00",
        "income": "2,500.50",
        "total": "3,600.00",
        "project": "3,600.00",
        "closing": "-99.50",
    }
    assert extract.table("gk08")["presence"] == "data"
    assert extract.table("gk08")["unit"] == "元"


def test_missing_unit_is_null_and_no_yuan_is_computed(read_sample: Read) -> None:
    extract = read_sample("missing-unit")
    assert extract.table("gk05")["unit"] is None
    assert {c["amount_yuan"] for c in extract.rows("gk05")} == {""}
    assert [c["value_numeric"] for c in extract.rows("gk05")][:3] == ["30.00", "10.00", "20.00"]


def test_lost_blanks_are_placed_only_where_one_placement_adds_up(read_sample: Read) -> None:
    extract = read_sample("collapsed-spaces")
    assert printed(extract, "gk01", 1) == {"income_amount": "50.00"}
    assert printed(extract, "gk01", 2) == {"expenditure_amount": "50.00"}
    assert extract.table("gk01")["read_status"] == "confirmed"
    seventh = printed(extract, "gk07", 1)
    assert "budget_abroad" not in seventh
    assert "final_abroad" not in seventh
    assert seventh["budget_purchase"] == "20.00"
    assert seventh["final_reception"] == "10.00"
    assert {c["confidence"] for c in extract.rows("gk07")} == {"0.9"}


def test_lost_blanks_that_are_not_decidable_stay_in_order_and_unconfirmed(
    read_sample: Read,
) -> None:
    extract = read_sample("collapsed-spaces")
    table = extract.table("gk03")
    assert table["read_status"] == "unconfirmed"
    assert table["reading_note"].startswith("L18 “205”")
    second = [c for c in extract.rows("gk03") if c["row_no"] == "2"]
    assert [c["printed_text"] for c in second] == ["50.00", "20.00", "30.00", "", "", ""]
    assert {c["read_status"] for c in second} == {"unconfirmed"}
    assert {c["read_status"] for c in extract.rows("gk03") if c["row_no"] == "1"} == {"confirmed"}


def test_statistics_lines_give_money_and_counts_and_keep_unknown_lines(read_sample: Read) -> None:
    extract = read_sample("statistics-page-break")
    found = {
        c["row_key"]: (c["row_no"], c["column_code"], c["printed_text"], c["value_unit"])
        for c in extract.rows("gk10")
    }
    assert found == {
        "procurement_total": ("2", "amount", "12.50", "元"),
        "procurement_goods": ("3", "amount", "12.50", "元"),
        "operating_expense_administrative": ("5", "amount", "99.00", "元"),
        "vehicles_total": ("7", "quantity", "3", "辆"),
        "vehicles_principal": ("8", "quantity", "", "辆"),
        "unknown_quantity_9": ("9", "quantity", "3", ""),
        "equipment_over_1m": ("10", "quantity", "", "台"),
    }
    assert extract.table("gk10")["read_status"] == "confirmed"
    assert "9.无人驾驶用车" in extract.table("gk10")["reading_note"]
    assert extract.table("gk10")["rows"] == 10


def test_unknown_columns_and_unknown_titles_are_not_read_and_say_so(read_sample: Read) -> None:
    extract = read_sample("unknown-columns")
    # Of nobody's form: its number alone does not say which table 公开05表 is.
    third, fifth = extract.table("gk03"), extract.table("other_01")
    assert (third["read_status"], fifth["read_status"]) == ("not_read", "not_read")
    assert "栏次有4栏" in third["reading_note"]
    assert "table_layouts.csv" in third["reading_note"]
    assert "奇怪支出决算表" in fifth["reading_note"]
    assert extract.rows("gk03") == extract.rows("other_01") == []


def test_empty_tables_say_whether_the_document_says_so(read_sample: Read) -> None:
    extract = read_sample("empty-tables")
    presences = {t["table_code"]: t["presence"] for t in extract.document["tables"]}
    assert presences["gk05"] == "data"
    assert presences["gk08"] == "empty_stated"
    assert presences["gk09"] == "empty_unstated"
    assert presences["gk01"] == "not_required"
    assert extract.table("gk08")["statement"] == "说明：本单位无政府性基金预算财政拨款收支"
    assert extract.table("gk08")["rows"] == 2

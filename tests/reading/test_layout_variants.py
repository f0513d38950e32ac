"""Other layouts of the same form, headers printed again, trimmed files: read, or said not to be."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.printing.text import (
    PrintedTable,
    Printing,
    blank,
    double,
    figure,
    print_table,
    print_text,
    text,
)
from tests.printing.text_forms import TruthForms, new_table, random_wrap
from tests.printing.text_tables import text_tables
from tests.reading.conftest import TRUTH_DIR, Extract

Extractor = Callable[..., Extract]


def one_row(number: str, columns: list[str], printed: list[str]) -> PrintedTable:
    cells = [figure(value, 1, column) for column, value in zip(columns, printed, strict=True)]
    return new_table(number, [[text("合计", bold=True), *cells]])


def test_income_table_with_education_fees_has_eight_columns(extract_text: Extractor) -> None:
    columns = ["total", "fiscal_appropriation", "superior_subsidy", "undertaking"]
    columns += ["undertaking_education_fees", "operating", "affiliated_remittance", "other"]
    table = one_row("02", columns, ["9.00", "", "", "9.00", "4.00", "", "", ""])
    labels = (
        "项目 本年收入合计 财政拨款收入 上级补助收入 事业收入 经营收入 附属单位上缴收入 其他收入"
    )
    table.header = [double(labels), double("小计 其中：教育收费"), "栏次栏次 1 2 3 4 5 6 7 8"]
    extract = extract_text(print_text([table], Printing()))
    assert extract.table("gk02")["variant"] == "with_education_fees"
    assert extract.cells("gk02") == table.expected()


def test_state_capital_table_with_carry_over_has_six_columns(extract_text: Extractor) -> None:
    columns = ["opening", "income", "total", "basic", "project", "closing"]
    table = one_row("09", columns, ["", "9.00", "9.00", "", "9.00", ""])
    table.title = "国有资本经营预算财政拨款收入支出决算表"
    labels = "项目 年初结转和结余 本年收入 本年支出 年末结转和结余"
    table.header = [double(labels), double("小计 基本支出 项目支出"), "栏次栏次 1 2 3 4 5 6"]
    extract = extract_text(print_text([table], Printing()))
    assert extract.table("gk09")["variant"] == "with_carry_over"
    assert extract.cells("gk09") == table.expected()


def test_columns_in_another_order_are_not_read(extract_text: Extractor) -> None:
    tables = [new_table("05", [[text("合计"), *[figure("1.00", 1, c) for c in ("a", "b", "c")]]])]
    tables[0].header = [double("项目 本年支出"), double("小计 项目支出 基本支出"), "栏次 1 2 3"]
    tables.append(text_tables(1)[1])
    extract = extract_text(print_text(tables, Printing()))
    assert extract.table("gk05")["read_status"] == "not_read"
    assert extract.table("gk02")["read_status"] == "confirmed"


def test_a_renamed_column_is_not_read(extract_text: Extractor) -> None:
    table = text_tables(1)[2]
    table.header = [line.replace("项目支出" * 2, "专项支出" * 2) for line in table.header]
    extract = extract_text(print_text([table], Printing()))
    assert extract.table("gk03")["read_status"] == "not_read"


@pytest.mark.parametrize("number", ["01", "02", "03", "04", "05", "06", "08"])
@pytest.mark.parametrize("with_title", [True, False])
def test_a_header_printed_again_on_the_next_page_is_no_row(
    number: str, with_title: bool, extract_text: Extractor
) -> None:
    forms = TruthForms(TRUTH_DIR, random_wrap(3))
    table = next(t for t in forms.all_tables() if t.code == f"gk{number}")
    expected = table.expected()
    beside = text_tables(2)[6]
    whole = extract_text(print_text([table, beside], Printing())).rows(table.code)
    half = max(1, len(table.rows) // 2)
    rest = PrintedTable(table.code, table.title, table.number, table.header, table.rows[half:])
    table.rows = table.rows[:half]
    table.note = table.statement = ""
    printing = Printing(page_break=0.1)
    again = print_table(rest, printing)
    if not with_title:
        again = again[6:]
    lines = [*print_table(table, printing), *again]
    other = print_table(beside, printing)
    extract = extract_text("\n".join([*lines, *other]) + "\n")
    assert extract.table(table.code)["read_status"] == "confirmed"
    assert extract.cells(table.code) == expected
    labels = [(row["row_key"], row["printed_label"]) for row in extract.rows(table.code)]
    assert labels == [(row["row_key"], row["printed_label"]) for row in whole]


@pytest.mark.parametrize("decimals", ["", ".00"])
def test_a_left_figure_that_equals_the_right_line_number_is_a_figure(
    decimals: str, extract_text: Extractor
) -> None:
    rows = []
    for number, (left, right) in enumerate(
        [("一、事业收入", "一、教育支出"), ("", ""), ("总计", "总计")], 1
    ):
        row = [text(left) if left else blank(), text(f"{number}{decimals}")]
        row.append(figure(f"{number + 3}.00", number, "income_amount"))
        row += [text(right) if right else blank(), text(f"{number + 3}{decimals}")]
        rows.append([*row, figure("", number, "expenditure_amount")])
    table = new_table("01", rows)
    extract = extract_text(print_text([table], Printing()))
    assert extract.table("gk01")["read_status"] == "confirmed"
    assert extract.cells("gk01") == table.expected()


def test_an_account_printed_twice_has_two_row_keys(extract_text: Extractor) -> None:
    columns = ["total", "basic", "project"]
    rows = [
        [text("205"), text("教育支出"), *[figure("1.00", number, c) for c in columns]]
        for number in (1, 2, 3)
    ]
    extract = extract_text(print_text([new_table("05", rows)], Printing()))
    assert [row["row_key"] for row in extract.rows("gk05")[::3]] == ["205", "205#2", "205#3"]
    assert {row["account_code"] for row in extract.rows("gk05")} == {"205"}


def test_a_title_without_its_printed_number_is_still_found(extract_text: Extractor) -> None:
    tables = text_tables(5)
    content = print_text(tables, Printing(5)).replace("公开03表", "")
    extract = extract_text(content)
    assert extract.table("gk03")["printed_number"] is None
    assert extract.cells("gk03") == tables[2].expected()


def test_a_table_of_contents_is_no_table(extract_text: Extractor) -> None:
    tables = text_tables(6)
    listed = "".join(
        f"{t.number} {t.title}……{n}\n{t.title}{t.number}\n" for n, t in enumerate(tables)
    )
    extract = extract_text("目录\n" + listed + print_text(tables, Printing(6)))
    for table in tables:
        assert extract.cells(table.code) == table.expected()
        assert extract.table(table.code)["read_status"] == "confirmed"


@pytest.mark.parametrize("seed", range(6))
def test_trimmed_line_ends_never_put_a_figure_into_a_wrong_column(
    seed: int, extract_text: Extractor
) -> None:
    tables = TruthForms(TRUTH_DIR, random_wrap(seed)).all_tables()
    content = print_text(tables, Printing(seed, page_break=0.1))
    extract = extract_text("\n".join(line.rstrip() for line in content.split("\n")))
    for table in tables:
        filled = {at: cell for at, cell in table.expected().items() if cell[0] != "blank"}
        found = {at: cell for at, cell in extract.cells(table.code).items() if cell[0] != "blank"}
        assert found == filled
        assert extract.table(table.code)["read_status"] == "confirmed"


@pytest.mark.parametrize("seed", range(12))
def test_collapsed_spaces_are_right_or_unconfirmed_and_nothing_is_lost(
    seed: int, extract_text: Extractor
) -> None:
    # Only a consistent document can be decided by its sums; invented figures do not add up.
    for table in TruthForms(TRUTH_DIR, random_wrap(seed)).all_tables():
        content = print_text([table], Printing(seed))
        body = [" ".join(line.split()) for line in content.split("\n")]
        extract = extract_text("\n".join(body))
        if extract.document["status"] == "refused":
            continue
        expected = table.expected()
        for row in extract.rows(table.code):
            at = (int(row["row_no"]), row["column_code"])
            if row["read_status"] == "confirmed":
                assert expected[at] == (row["cell_state"], row["printed_text"])
        printed = sorted(text for _, text in expected.values() if text)
        assert sorted(r["printed_text"] for r in extract.rows(table.code) if r["printed_text"]) == (
            printed
        )

"""What pages say equals the marts, cell by cell."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from dagster_project.contract.shown_amounts import format_amount, in_printed_unit
from tests.report.sample_marts import accounts, document_rows
from tests.report.sample_site import HOSTILE_ID


def text_of(element) -> str:
    return element.text_content().strip()


@pytest.mark.parametrize("document_id", ["a-2022", "b-2022"])
def test_every_printed_cell_is_on_the_page_once_and_unaltered(site, document_id):
    page = site.page(f"documents/{document_id}.html")
    shown = Counter(
        (section.get("id"), *td.get("data-cell").split(":"), td.text_content())
        for section in page.xpath("//section[@class='printed']")
        for td in section.xpath(".//td[@data-cell]")
    )
    stored = Counter(
        (table, str(row), column, text)
        for table, row, column, text in site.sql(
            "select table_code, row_no, column_code, printed_text from marts.cells "
            "where document_id = ?",
            document_id,
        )
    )
    assert len(stored) > 50
    assert shown == stored


def test_rows_carry_code_and_label_of_their_cells(site):
    page = site.page("documents/a-2022.html")
    [gk03] = page.xpath("//section[@id='gk03']")
    shown = {
        row.xpath(".//td[@data-cell]")[0].get("data-cell").split(":")[0]: (
            text_of(row.xpath("./td[@class='code']")[0]),
            text_of(row.xpath("./th[@scope='row']")[0]),
        )
        for row in gk03.xpath(".//tbody/tr")
    }
    expected = [("", "合计"), *((code, name) for code, (name, _, _) in accounts().items())]
    assert shown == {str(number): pair for number, pair in enumerate(expected, start=1)}


def test_blank_zero_struck_out_and_not_printed_look_different(site):
    page = site.page("documents/a-2022.html")
    cells = {
        (section.get("id"), td.get("data-cell")): td
        for section in page.xpath("//section[@class='printed']")
        for td in section.xpath(".//td[@data-cell]")
    }
    assert cells["gk01", "1:expenditure_amount"].get("class") == "blank"
    assert cells["gk01", "1:expenditure_amount"].text_content() == ""
    assert cells["gk01", "2:income_amount"].text_content() == "0.00"
    assert cells["gk07", "1:budget_reception"].get("class") == "struck_out"
    last = page.xpath("//section[@id='gk01']//tbody/tr")[-1]
    assert [td.get("class") for td in last.xpath("./td")][-1] == "np"


def test_two_sides_stand_side_by_side_under_their_names(site):
    [table] = site.page("documents/a-2022.html").xpath("//section[@id='gk01']//table")
    first, second = table.xpath("./thead/tr")
    assert [text_of(th) for th in first] == ["收入", "支出"]
    assert [text_of(th) for th in second] == ["项目", "决算数", "项目", "决算数"]


def test_headers_stand_in_the_printed_order_under_their_groups(site):
    # As printed in 公开07表 of 忻州市人力资源和社会保障局 2022.
    [table] = site.page("documents/a-2022.html").xpath("//section[@id='gk07']//table")
    rows = [[(text_of(th), th.get("colspan")) for th in tr] for tr in table.xpath("./thead/tr")]
    assert rows[0] == [("预算数", "6"), ("决算数", "6")]
    side = [("合计", None), ("因公出国（境）费", None), ("公务用车购置及运行维护费", "3")]
    assert rows[1] == [*side, ("公务接待费", None)] * 2
    assert [label for label, _ in rows[2]] == ["小计", "公务用车购置费", "公务用车运行维护费"] * 2
    columns = [td.get("data-cell").split(":")[1] for td in table.xpath("./tbody/tr[1]/td")]
    assert columns[0] == "budget_total"
    assert columns[6] == "final_total"


def test_overview_counts_equal_the_marts(site):
    page = site.page("index.html")
    tiles = {text_of(dt): text_of(dt.getnext()) for dt in page.xpath("//dl[1]/div/dt")}
    [(documents,)] = site.sql("select count(*) from marts.documents")
    [(findings,)] = site.sql("select count(*) from marts.findings where waived_by is null")
    [(checks,)] = site.sql("select sum(checks) from marts.documents")
    assert tiles["公开文件"] == str(documents)
    assert tiles["待处理问题"] == str(findings)
    assert tiles["核对"] == f"{checks:,}"
    matrix = {
        text_of(row[0]).split()[0]: [int(text_of(td)) for td in row[1:]]
        for row in page.xpath("//section[@aria-labelledby='h-matrix']//tbody/tr")
    }
    # blocking, warning, notice; the waived finding is none to act on.
    assert matrix == {"I": [0, 1, 0], "X": [0, 0, 1]}


def test_chart_figures_add_up_to_the_facts(site):
    page = site.page("documents/a-2022.html")
    rows = page.xpath("//figure[@id='chart-function']//tbody/tr")
    shown = {text_of(row[0]): text_of(row[2]) for row in rows}
    stored = site.sql(
        "select account_code, total from marts.expenditure_by_function "
        "where document_id = 'a-2022' and total <> 0"
    )
    assert shown == {code: f"{total:,.2f}" for code, total in stored}
    [expected] = document_rows("a-2022")["department_year"]
    classes = [Decimal(v.replace(",", "")) for code, v in shown.items() if len(code) == 3]
    assert sum(classes) == expected["expenditure_total"]


def test_rule_page_counts_equal_the_marts(site):
    page = site.page("rules/I11.html")
    tiles = {text_of(dt): text_of(dt.getnext()) for dt in page.xpath("//dl[1]/div/dt")}
    assert tiles == {"相符": "0", "尾差": "0", "不符": "3", "无法判断": "0", "不适用": "0"}
    failing = {text_of(row[0]).split()[0] for row in page.xpath("//table[@id='failures']/tbody/tr")}
    assert {"甲局", "乙局"} < failing
    [link] = page.xpath("//table[@id='failures']/tbody/tr[contains(., '甲局')]/td/a/@href")
    assert link == "../documents/a-2022.html#fnd_1"


def test_what_could_not_be_checked_is_listed_with_its_reason(site):
    [row] = site.page("documents/b-2022.html").xpath("//section[@id='unchecked']/table/tbody/tr")
    assert [text_of(cell) for cell in row] == ["所需的表未公开", "1", "X18 合计"]


def test_comparison_equals_department_year(site):
    page = site.page("compare.html")
    shown = {
        text_of(row[0]): (row.get("data-scope"), text_of(row[2]), row[2].get("data-csv"))
        for row in page.xpath("//table[@id='compare']/tbody/tr")
    }
    rows = site.sql("select organization_name, scope, expenditure_total from marts.department_year")
    # In one unit for the eye, to the cent to take away.
    assert shown == {
        name: (scope, f"{total / 10_000:,.2f}", f"{total:,.2f}") for name, scope, total in rows
    }


def test_release_id_is_on_every_page(site):
    for path in site.pages():
        text = path.read_text(encoding="utf-8")
        assert text.count("20260102T030400.000000Z-deadbeef") == 2, path


def test_amounts_are_exact_and_never_rounded():
    assert format_amount(Decimal("12345678901.23")) == "12,345,678,901.23"
    assert format_amount(Decimal("-0.09")) == "−0.09"
    assert format_amount(None) == ""
    numbers = [
        (("14250607.65", "元", "万元"), "1425.060765"),
        (("132400.00", "元", "万元"), "13.24"),
        (("132400.00", "元", "元"), "132400.00"),
        (("2.00", "辆", "辆"), "2.00"),
        (("71.65", "%", "%"), "71.65"),
    ]
    for (value, *units), expected in numbers:
        assert str(in_printed_unit(Decimal(value), *units)) == expected
    assert in_printed_unit(None, "元", "万元") is None


def test_document_without_plain_id_has_its_own_page(site):
    pages = {path.name for path in (site.folder / "documents").iterdir()}
    assert len(pages) == 4
    assert all(set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.") for name in pages)
    [link] = site.page("index.html").xpath("//table[@id='documents']//tr[@data-year='2021']//a")
    assert link.get("href").removeprefix("documents/") in pages
    assert HOSTILE_ID not in pages

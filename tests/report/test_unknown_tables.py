"""Tables that nobody knows: their title, heads and cells on the page, and what was not read."""

from __future__ import annotations

from collections.abc import Callable

import duckdb

from dagster_project.report.printed_tables import build_table
from tests.report.sample_marts import document_rows, insert, insert_document
from tests.report.sample_site import BuiltSite
from tests.report.test_tables import as_read


def test_a_table_of_none_of_the_forms_is_drawn_under_its_own_heads() -> None:
    heads = {"c02": "预算数>年初", "c03": "预算数>调整", "c04": ""}
    cells = [
        as_read(table="other_01", row_no=row_no, column=code, text="1.00", printed_header=head)
        # The first row leaves the second column out.
        for row_no, codes in ((1, ("c02", "c04")), (2, ("c02", "c03", "c04")))
        for code in codes
        for head in [heads[code]]
    ]
    row = {"table_code": "other_01", "printed_number": None, "title": "项目一览表", "variant": None}
    table = build_table(row, cells, {"form": "national", "fiscal_year": 2023}, {}, [], {})
    [side] = table.blocks[0].sides
    assert table.name == "项目一览表"
    assert [column.path for column in side.columns] == [
        ("预算数", "年初"),
        ("预算数", "调整"),
        ("",),
    ]
    assert [[c.label for c in level] for level in side.header] == [["预算数", ""], ["年初", "调整"]]


def _fill(connection: duckdb.DuckDBPyConnection) -> None:
    insert_document(connection, document_rows("a-2022", "甲局"))
    connection.execute(
        "update marts.documents set table_figures = 400, table_figures_read = 399, "
        "text_figures = 10, text_figures_read = 10, unknown_tables = 1, unread_pages = '7'"
    )
    unknown = {"document_id": "a-2022", "unknown_no": 1, "title": "资产一览表", "figures": 12}
    unknown |= {"unknown_state": "not_recognised", "heads": "项目、数量", "reason_zh": "没有认出"}
    insert(connection, "unknown_tables", [unknown | {"page_first": 9, "page_last": 9}])


def test_the_pages_say_what_share_was_read_and_which_tables_were_not(
    build_site: Callable[..., BuiltSite],
) -> None:
    site = build_site("coverage", _fill)
    [row] = site.page("index.html").xpath("//table[@id='documents']//tbody/tr")
    assert "399 / 400,99.7%" in row.text_content()
    assert "未认出 1 张" in row.text_content()
    [section] = site.page("documents/a-2022.html").xpath("//section[@id='coverage']")
    text = section.text_content()
    for said in ("399 / 400", "10 / 10,全部", "资产一览表", "项目、数量", "没有认出", "第 9 页"):
        assert said in text, said

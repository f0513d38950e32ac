"""The overview: what is most, what was read, and metrics beside peers."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

import duckdb
import pytest

from tests.report.sample_marts import (
    accounts,
    document_rows,
    finding,
    insert,
    insert_document,
    insert_metrics,
)
from tests.report.sample_site import BuiltSite

READ = {"a": (80, 100), "b": (20, 20), "c": (0, 50)}


@pytest.fixture(scope="module")
def ranked(build_site: Callable[..., BuiltSite]) -> BuiltSite:
    """Return a site of three documents with two, one and no finding, and figures not read."""

    def fill(connection: duckdb.DuckDBPyConnection) -> None:
        insert_metrics(connection)
        for number, (name, (read, printed)) in enumerate(READ.items()):
            counts = {"table_figures": printed, "table_figures_read": read}
            insert_document(connection, document_rows(name, f"{name}局", 2020 + number, **counts))
        insert(
            connection,
            "findings",
            [
                finding("a", "fnd_1", rule_id="I11", root_cause_id="1"),
                finding("b", "fnd_2", rule_id="I11", root_cause_id="2"),
                finding("b", "fnd_3", rule_id="I02", root_cause_id="3"),
                finding("c", "fnd_4", severity="notice", status="rounding", root_cause_id="4"),
            ],
        )
        # The same organization a year before.
        connection.execute("update marts.metric_values set organization_id = 'org-a'")

    return build_site("ranked", fill)


def table_under(site: BuiltSite, heading: str) -> list[list[str]]:
    [section] = site.page("index.html").xpath(f"//section[@aria-labelledby='{heading}']")
    rows = section.xpath(".//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


def test_documents_are_ranked_by_what_must_be_corrected(ranked: BuiltSite) -> None:
    assert table_under(ranked, "h-ranking") == [["b局", "2021", "2"], ["a局", "2020", "1"]]


def test_rules_are_ranked_without_rounding(ranked: BuiltSite) -> None:
    rows = table_under(ranked, "h-rules-ranking")
    assert [(row[0].split()[0], *row[1:]) for row in rows] == [("I11", "2", "2"), ("I02", "1", "1")]


def test_what_was_read_is_told_and_never_rounded_up(ranked: BuiltSite) -> None:
    read, printed = (sum(column) for column in zip(*READ.values(), strict=True))
    share = f"{int(Decimal(1000 * read) / printed) / 10:.1f}%"
    lines = dict(table_under(ranked, "h-reading"))
    assert lines["表中印出的数"] == f"{read} / {printed},{share}"
    # Nothing was counted of these: no share of nothing.
    assert lines["文字中印出的数"] == "—"


def test_a_document_shows_its_metrics_beside_other_years_and_peers(ranked: BuiltSite) -> None:
    leaves = {code: sums for code, sums in accounts().items() if len(code) == 7}
    basic, project = (sum(s[side] for s in leaves.values()) for side in (1, 2))
    share = (100 * project / (basic + project)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    [section] = ranked.page("documents/b.html").xpath("//section[@id='metrics']")
    [row] = section.xpath(".//tbody/tr")
    name, own, others, *of_the_corpus = (" ".join(cell.text_content().split()) for cell in row)
    assert name.startswith("项目支出占比")
    assert own == f"{share} %"
    assert others == f"2022:{share} 2020:{share}"
    # What every other document moves is no part of the page: the browser fills it in.
    assert of_the_corpus == ["", ""]
    [script] = ranked.page("documents/b.html").xpath("//script[contains(@src, 'peers/')]/@src")
    path = (ranked.folder / "documents" / script).resolve()
    text = path.read_text("ascii").removeprefix("window.juesuanPeers = JSON.parse(")
    told = json.loads(json.loads(text.removesuffix(");\n")))
    assert told["b"][row.get("data-metric")][2:] == [64, 7]


def test_without_metrics_there_is_no_empty_section(build_site: Callable[..., BuiltSite]) -> None:
    def fill(connection: duckdb.DuckDBPyConnection) -> None:
        insert_document(connection, {**document_rows("a"), "metric_values": []})

    page = build_site("without-metrics", fill).page("documents/a.html")
    assert page.xpath("//section[@id='metrics']") == []


def test_the_comparison_has_metrics_with_their_formulas(ranked: BuiltSite) -> None:
    page = ranked.page("compare.html")
    heads = page.xpath("//table[@id='compare']/thead//th/@data-key")
    assert heads[-1] == "project_share"
    cells = page.xpath("//table[@id='compare']/tbody/tr/td[contains(@class, 'rates')]")
    assert len(cells) == len(READ)
    assert {cell.xpath("./span[@class='place']")[0].text for cell in cells} == {"P64"}
    [line] = page.xpath("//section[@aria-labelledby='h-metrics']//tbody/tr")
    assert "项目支出 ÷ 本年支出合计" in line.text_content()

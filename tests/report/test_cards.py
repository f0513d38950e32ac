"""A finding on its page: the sentence it is about, its evidence open, rounding in one line."""

from __future__ import annotations

import json
from collections.abc import Callable

import duckdb
import pytest

from dagster_project.report.findings import _pieces
from tests.report.sample_marts import document_rows, finding, insert, insert_document
from tests.report.sample_site import BuiltSite

SENTENCE = "“三公”经费决算数为15.2万元,比预算数5万元增加10.2万元。"
KEY = "three_public|final|“三公”经费|amount"


@pytest.fixture(scope="module")
def told(build_site: Callable[..., BuiltSite]) -> BuiltSite:
    """Return a site with a finding about the text, a waived one and a rounding notice."""

    def fill(connection: duckdb.DuckDBPyConnection) -> None:
        insert_document(connection, document_rows("a"))
        evidence = [
            {"side": "left", "weight": 1, "table_code": "claims", "row_key": KEY,
             "printed_label": "“三公”经费", "printed_text": text, "page": 21}
            for text in ("5万元", "10.2万元")
        ]  # fmt: skip
        about_text = finding("a", rule_id="N02", evidence=json.dumps(evidence, ensure_ascii=False))
        rounding = {"status": "rounding", "severity": "notice", "verdicts_of_cause": 12}
        insert(
            connection,
            "findings",
            [
                about_text,
                finding("a", "fnd_2", waived_by="张三", root_cause_id="rc_2"),
                finding("a", "fnd_3", root_cause_id="rc_3", **rounding),
            ],
        )
        claim = {"document_id": "a", "claim_no": 1, "claim_key": KEY, "excerpt": SENTENCE}
        insert(connection, "claims", [claim])

    return build_site("cards", fill)


def test_a_card_shows_the_sentence_with_its_figures_told_apart(told: BuiltSite) -> None:
    [article] = told.page("documents/a.html").xpath("//article[@id='fnd_1']")
    [quote] = article.xpath(".//blockquote[@class='told']")
    assert quote.xpath("./p")[0].text_content() == SENTENCE
    assert [mark.text for mark in quote.xpath(".//mark")] == ["5", "10.2"]
    assert "第 21 页" in quote.text_content()


@pytest.mark.parametrize(
    ("figure", "marked"),
    [("5", ["5"]), ("15.2", ["15.2"]), ("2", []), ("10", []), ("0.2", [])],
)
def test_a_figure_is_not_found_inside_another(figure: str, marked: list[str]) -> None:
    pieces = _pieces(SENTENCE, [figure])
    assert "".join(text for text, _ in pieces) == SENTENCE
    assert [text for text, is_figure in pieces if is_figure] == marked


def test_a_finding_without_a_sentence_has_no_empty_quote(site: BuiltSite) -> None:
    assert site.page("documents/a-2022.html").xpath("//blockquote") == []


def test_evidence_is_open_and_what_is_settled_is_folded(told: BuiltSite) -> None:
    page = told.page("documents/a.html")
    opened = {
        article.get("id"): article.xpath("./details/@open") != []
        for article in page.xpath("//article")
    }
    assert opened == {"fnd_1": True, "fnd_2": False, "fnd_3": False}


def test_rounding_is_one_line(told: BuiltSite) -> None:
    [article] = told.page("documents/a.html").xpath("//article[@id='fnd_3']")
    [line] = article.xpath("./*")
    assert line.tag == "details"
    assert "尾差 12 处" in " ".join(line.xpath("./summary")[0].text_content().split())
    # Nothing of it is left out: both sides are inside.
    assert len(line.xpath(".//div[@class='side']")) == 2


def test_lists_fold_rounding_and_the_overview_counts_it(told: BuiltSite) -> None:
    rows = told.page("findings.html").xpath("//table[@id='findings']/tbody/tr")
    assert [row.get("data-fold") for row in rows].count("yes") == 1
    index = told.page("index.html")
    assert "fnd_3" not in " ".join(index.xpath("//table[@id='findings']//a/@href"))
    assert "其中尾差 1 条" in index.text_content()

"""A report of many documents: lists beside the index, and every mart read once."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dagster_project.release.marts import Between, Marts, open_marts
from dagster_project.release.policy import read_release_policy
from dagster_project.report import document_pages, overview_pages
from dagster_project.report.document_pages import write_document_pages
from dagster_project.report.metrics import read_metrics
from dagster_project.report.pages import Site
from dagster_project.runtime.warehouse import open_release
from tests.report.sample_marts import document_rows, finding, insert, insert_document
from tests.report.sample_site import BuiltSite

_DOCUMENTS = 7


@pytest.fixture
def listed(build_site: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> BuiltSite:
    """Return a site of seven documents of which a page shows at most two."""
    monkeypatch.setattr(overview_pages, "MOST_DOCUMENTS", 2)

    def fill(connection: Any) -> None:
        for number in range(_DOCUMENTS):
            rows = document_rows(f"d-{number}", f"第{number}局", 2021 + number % 2)
            insert_document(connection, rows)

    return build_site(f"listed-{tmp_path.name}", fill)


def test_each_document_is_in_one_list_that_the_index_leads_to(listed: BuiltSite) -> None:
    index = listed.page("index.html")
    assert index.xpath("//table[@id='documents']") == []
    addresses = index.xpath("//table[@id='lists']//a/@href")
    assert len(addresses) == len(set(addresses)) == 4  # 4 of 2021, 3 of 2022, at most 2 a page
    found: Counter[str] = Counter()
    for address in addresses:
        rows = listed.page(address).xpath("//table[@id='documents']/tbody/tr")
        assert 1 <= len(rows) <= 2
        assert len({row.get("data-year") for row in rows}) == 1
        for row in rows:
            [link] = row.xpath("./th/a/@href")
            # From the folder of the list back to the root of the site.
            assert (listed.folder / address).parent.joinpath(link).resolve().is_file()
            found[Path(link).stem] += 1
    assert found == Counter({f"d-{number}": 1 for number in range(_DOCUMENTS)})


class _Counted:
    """A connection that notes how often it is asked for something."""

    def __init__(self, connection: Any, statements: list[str]) -> None:
        self._connection, self._statements = connection, statements

    def execute(self, statement: str, *rest: Any) -> Any:
        self._statements.append(statement)
        return self._connection.execute(statement, *rest)

    def cursor(self) -> _Counted:
        return _Counted(self._connection.cursor(), self._statements)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


@pytest.mark.parametrize(("at_once", "batches"), [(100, 1), (7, 1), (3, 3), (2, 4)])
def test_pages_are_written_so_many_documents_at_a_time(
    listed: BuiltSite,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    at_once: int,
    batches: int,
) -> None:
    monkeypatch.setattr(document_pages, "_AT_ONCE", at_once)
    statements: list[str] = []
    with open_release(listed.folder.parent) as connection:
        marts = open_marts(connection)
        documents = marts.read("documents")
        counted = Marts(_Counted(connection, statements), marts.available)  # type: ignore[arg-type]
        site = Site(
            tmp_path,
            {
                "release_id": "r",
                "created_at": "",
                "chart_library": "vega.js",
                "severities_in_order": ("warning",),
            },
        )
        write_document_pages(site, counted, documents, read_metrics(marts))
    assert site.pages == _DOCUMENTS
    read = Counter(s.split("from marts.")[1].split()[0] for s in statements if "from marts." in s)
    assert read['"cells"'] == batches
    # Verdicts are counted, and what was not judged is listed.
    assert read["checks"] == 2 * batches
    for number in range(_DOCUMENTS):
        own = (tmp_path / f"documents/d-{number}.html").read_text(encoding="utf-8")
        there = (listed.folder / f"documents/d-{number}.html").read_text(encoding="utf-8")
        assert own.count("data-cell") == there.count("data-cell") > 0


def test_few_documents_are_asked_for_by_their_names() -> None:
    known = [f"d-{number}" for number in range(_DOCUMENTS)]
    assert document_pages._wanted(known[1:6], known) == Between("d-1", "d-5")
    assert document_pages._wanted([known[1], known[6]], known) == [known[1], known[6]]


def test_names_are_found_in_scripts_that_the_index_loads_when_somebody_looks(
    listed: BuiltSite,
) -> None:
    index = listed.page("index.html")
    [form] = index.xpath("//form[@id='names']")
    names: dict[str, str] = {}
    for number in range(1, int(form.get("data-lists")) + 1):
        text = (listed.folder / f"lists/{number}.js").read_text("ascii")
        told = text.removeprefix("window.juesuanNames(JSON.parse(").removesuffix("));\n")
        for name, _, url in json.loads(json.loads(told)):
            assert (listed.folder / url).is_file()
            names[url] = name
    assert names == {f"documents/d-{n}.html": f"第{n}局" for n in range(_DOCUMENTS)}
    # Nobody who does not look for a name waits for them.
    assert not [src for src in index.xpath("//script/@src") if "lists/" in src]


def test_each_finding_is_in_one_list_that_the_first_page_leads_to(
    build_site: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    policy = replace(read_release_policy(), findings_per_page=2)
    monkeypatch.setattr(overview_pages, "read_release_policy", lambda: policy)

    def fill(connection: Any) -> None:
        for number in range(_DOCUMENTS):
            year = 2021 + number % 2
            insert_document(connection, document_rows(f"d-{number}", f"第{number}局", year))
            own = finding(f"d-{number}", f"fnd_{number}", fiscal_year=year)
            insert(connection, "findings", [own])

    site = build_site(f"findings-{tmp_path.name}", fill)
    first = site.page("findings.html")
    assert len(first.xpath("//table[@id='findings']/tbody/tr")) == 2
    found: Counter[str] = Counter()
    for address in first.xpath("//table[@id='finding-lists']//a/@href"):
        page = site.page(address)
        rows = page.xpath("//table[@id='findings']/tbody/tr")
        assert 1 <= len(rows) <= 2
        assert len({row.get("data-year") for row in rows}) == 1
        links = [row.xpath(".//a[contains(@href, '#fnd_')]/@href")[0] for row in rows]
        for link in links:
            target = (site.folder / address).parent / link.partition("#")[0]
            assert target.resolve().is_file()
        found.update(link.partition("#")[2] for link in links)
    assert found == Counter({f"fnd_{number}": 1 for number in range(_DOCUMENTS)})

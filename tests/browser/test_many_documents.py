"""A report of many documents in a real browser, from disk: names are found, peers are filled in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dagster_project.report import overview_pages
from tests.browser.conftest import Browser
from tests.browser.test_report_pages import find, find_all, open_page
from tests.report.sample_marts import document_rows, insert_document, insert_metrics
from tests.report.sample_site import BuiltSite

pytestmark = pytest.mark.slow
# A name that would hit an object's own machinery, were the scripts of names and peers code.
_NAMES = ("甲局", "__proto__", "</script><script>window.pwned=1</script>", "乙局", "甲局分局")


@pytest.fixture
def many(build_site: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> BuiltSite:
    """Return a site of which a list shows at most two documents."""
    monkeypatch.setattr(overview_pages, "MOST_DOCUMENTS", 2)

    def fill(connection: Any) -> None:
        insert_metrics(connection)
        for name in _NAMES:
            insert_document(connection, document_rows(name, name, 2022))

    return build_site(f"browsed-{tmp_path.name}", fill)


def test_a_name_is_found_over_all_lists(browser: Browser, many: BuiltSite) -> None:
    open_page(browser, many, "index.html")
    before = [url for url in browser.requests() if "/lists/" in url]
    field = find(browser, "#names input")
    field.send_keys("甲局")
    browser.driver.implicitly_wait(5)
    assert find(browser, "#found li:nth-child(2)")
    browser.driver.implicitly_wait(0)
    assert before == []
    assert sorted(link.text for link in find_all(browser, "#found a")) == ["甲局", "甲局分局"]
    field.clear()
    field.send_keys("pwned")
    [link] = find_all(browser, "#found a")
    assert link.text == _NAMES[2]
    assert browser.run("return window.pwned === undefined")
    link.click()
    assert find(browser, "h1").text.startswith(_NAMES[2])


def test_peers_are_filled_in_from_their_script(browser: Browser, many: BuiltSite) -> None:
    for link in many.page("lists/1.html").xpath("//table[@id='documents']//th/a/@href"):
        open_page(browser, many, link.removeprefix("../"))
        [row] = find_all(browser, "#metrics tbody tr")
        assert [cell.text for cell in row.find_elements("css selector", "td")][-1] == "P64 / 7 个"
        assert browser.errors() == []

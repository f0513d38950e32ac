"""The report in a real browser, from disk: no errors, no requests, two clicks to a finding."""

from __future__ import annotations

import base64
import csv
import time
from collections.abc import Callable

import pypdfium2 as pdfium
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.browser.conftest import Browser
from tests.report.sample_site import BuiltSite

pytestmark = pytest.mark.slow

PAGES = (
    *("index.html", "findings.html", "compare.html", "rules/index.html", "rules/I11.html"),
    *("documents/a-2022.html", "documents/c.html"),
)


def _wait_for(holds: Callable[[], object], seconds: float = 30) -> None:
    """Wait until something holds; what follows says what is missing where it does not come."""
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)


def open_page(browser: Browser, site: BuiltSite, address: str) -> None:
    url, _, anchor = address.partition("#")
    # A page that only changes its anchor is not loaded again.
    browser.driver.get("about:blank")
    browser.driver.get(f"{(site.folder / url).as_uri()}{'#' if anchor else ''}{anchor}")
    _wait_for(lambda: browser.run("return document.documentElement.dataset.ready === 'true'"))


def find(browser: Browser, selector: str) -> WebElement:
    return browser.driver.find_element(By.CSS_SELECTOR, selector)


def find_all(browser: Browser, selector: str) -> list[WebElement]:
    return browser.driver.find_elements(By.CSS_SELECTOR, selector)


def shown_rows(browser: Browser, table: str) -> int:
    return browser.run(
        "return [...document.querySelectorAll(arguments[0])].filter(r => !r.hidden).length",
        f"#{table} tbody tr",
    )


def wait_for_charts(browser: Browser) -> tuple[int, int]:
    """Return how many charts a page has and how many were drawn, after waiting for them."""
    return tuple(
        browser.driver.execute_async_script(
            """const done = arguments[0], end = Date.now() + 20000;
            (function look() {
              const all = document.querySelectorAll('figure.chart').length;
              const drawn = document.querySelectorAll('figure.chart svg').length;
              if (drawn >= all || Date.now() > end) done([all, drawn]); else setTimeout(look, 50);
            })();"""
        )
    )


@pytest.mark.parametrize("view", ["desktop", "phone", "dark"])
def test_pages_open_without_errors_or_requests(browser, site, view):
    browser.view(view)
    names = sorted(path.name for path in (site.folder / "documents").iterdir())
    hostile = next(name for name in names if name not in ("a-2022.html", "b-2022.html", "c.html"))
    for page in (*PAGES, f"documents/{hostile}"):
        open_page(browser, site, page)
        charts, drawn = wait_for_charts(browser)
        assert drawn == charts, page
        assert browser.errors() == [], page
        root = site.folder.as_uri()
        foreign = [
            url for url in browser.requests() if not url.startswith((root, "data:", "about:blank"))
        ]
        assert foreign == [], page
        assert browser.run("return window.pwned === undefined"), page
        width, seen = browser.run("return [document.documentElement.scrollWidth, innerWidth]")
        assert width <= seen, f"{page} is wider than the screen"
        if page in PAGES:
            browser.screenshot_page(f"report-{view}-{page.removesuffix('.html').replace('/', '-')}")


def test_charts_of_a_document_are_drawn_in_the_colours_of_the_page(browser, site):
    browser.view("desktop")
    open_page(browser, site, "documents/a-2022.html")
    charts, drawn = wait_for_charts(browser)
    assert charts == drawn == 6
    fill = (
        "return getComputedStyle(document.querySelector('#chart-nature svg .mark-rect path')).fill"
    )
    light = browser.run(fill)
    browser.view("dark")
    assert browser.run(fill) != light


def test_finding_is_reached_in_two_clicks_from_the_overview(browser, site):
    browser.view("desktop")
    open_page(browser, site, "index.html")
    # First click: how many warnings the family I has. Second click: the finding.
    find(browser, "a[href='findings.html#family=I&severity=warning']").click()
    _wait_for(lambda: shown_rows(browser, "findings") == 3)
    assert shown_rows(browser, "findings") == 3
    [link] = find_all(browser, "a.to-finding[href$='#fnd_1']")
    link.click()
    article = find(browser, "#fnd_1")
    sides = article.find_elements(By.CSS_SELECTOR, ".side")
    assert [side.is_displayed() for side in sides] == [True, True]
    assert "7223425.30" in sides[0].text
    assert "7013207.30" in sides[1].text
    assert "第 5 页" in sides[0].text
    assert "210,218.00 元" in article.text
    assert browser.errors() == []


@pytest.mark.parametrize("by_keyboard", [False, True])
def test_marked_cell_opens_both_sides_and_closes_again(browser, site, by_keyboard):
    browser.view("desktop")
    open_page(browser, site, "documents/a-2022.html")
    link = find(browser, "td.cause a")
    browser.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", link)
    if by_keyboard:
        link.send_keys(Keys.ENTER)
    else:
        link.click()
    dialog = find(browser, "dialog[open]")
    assert "7223425.30" in dialog.text
    assert "7013207.30" in dialog.text
    # The worst first, then the other findings that mark the same cell.
    headings = [heading.text for heading in dialog.find_elements(By.CSS_SELECTOR, "h3")]
    assert [heading.split()[2] for heading in headings] == ["I11", "X18", "I11"]
    browser.screenshot_window("report-dialog")
    dialog.send_keys(Keys.ESCAPE)
    assert find_all(browser, "dialog[open]") == []
    assert browser.driver.switch_to.active_element == link


def test_place_in_a_finding_leads_to_the_cell(browser, site):
    browser.view("desktop")
    open_page(browser, site, "documents/a-2022.html#fnd_1")
    find(browser, "#fnd_1 .side:nth-child(2) .place a").click()
    assert browser.driver.current_url.endswith("#c-gk03-7-basic")
    assert "here" in find(browser, "td[data-cell='7:basic']").get_attribute("class")


def choose(browser: Browser, table: str, name: str, value: str) -> None:
    browser.run(
        "const e = document.querySelector(arguments[0]); e.value = arguments[1];"
        "e.dispatchEvent(new Event('input', {bubbles: true}));",
        f"form[data-for='{table}'] [name='{name}']",
        value,
    )


def column(browser: Browser, table: str, number: int) -> list[str]:
    """Return the texts of a column, of the rows that are shown."""
    return browser.run(
        "return [...document.querySelectorAll(arguments[0])].filter(r => !r.hidden)"
        ".map(r => r.cells[arguments[1]].textContent.trim())",
        f"#{table} tbody tr",
        number,
    )


def test_address_of_a_list_holds_what_is_chosen_and_how_it_is_ordered(browser, site):
    browser.view("desktop")
    open_page(browser, site, "findings.html")
    everything = column(browser, "findings", 1)
    choose(browser, "findings", "unit", "甲局")
    choose(browser, "findings", "rule", "I11")
    find(browser, "#findings th[data-key='severity'] button").click()
    shown = column(browser, "findings", 0)
    address = browser.driver.current_url
    assert 0 < len(shown) < len(everything)
    assert browser.run("return document.querySelector('#findings th[aria-sort]').dataset.key") == (
        "severity"
    )
    # Somebody else opens the link.
    browser.driver.get("about:blank")
    browser.driver.get(address)
    assert column(browser, "findings", 0) == shown
    assert set(column(browser, "findings", 3)) == {"I11"}
    assert browser.run("return document.querySelector('[name=unit]').value") == "甲局"
    assert browser.errors() == []


def test_lists_are_ordered_by_a_head_and_blanks_come_last(browser, site):
    browser.view("desktop")
    open_page(browser, site, "index.html")
    before = column(browser, "documents", 1)
    head = "#documents th[data-key='year'] button"
    browser.run("document.querySelector(arguments[0]).click()", head)
    years = column(browser, "documents", 1)
    assert years == sorted(before, key=lambda y: (not y.isdigit(), -int(y) if y.isdigit() else 0))
    assert not years[-1].isdigit()
    browser.run("document.querySelector(arguments[0]).click()", head)
    up = column(browser, "documents", 1)
    assert up[:-1] == sorted(up[:-1])
    assert not up[-1].isdigit()
    browser.run("document.querySelector(arguments[0]).click()", head)
    assert column(browser, "documents", 1) == before


def test_a_rule_and_a_severity_narrow_the_documents(browser, site):
    browser.view("desktop")
    open_page(browser, site, "index.html")
    choose(browser, "documents", "rule", "X18")
    assert column(browser, "documents", 0) == ["甲局"]
    choose(browser, "documents", "rule", "")
    choose(browser, "documents", "severity", "none")
    assert "甲局" not in column(browser, "documents", 0)
    assert "乙局" in column(browser, "documents", 0)


def test_what_is_shown_is_downloaded_and_no_text_becomes_a_formula(browser, site, tmp_path):
    browser.view("desktop")
    open_page(browser, site, "findings.html")
    browser.driver.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)}
    )
    choose(browser, "findings", "unit", "甲局")
    shown = shown_rows(browser, "findings")
    find(browser, "form[data-for='findings'] .download").click()
    path = tmp_path / "findings.csv"
    _wait_for(lambda: path.is_file() and path.stat().st_size)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == shown > 0
    assert {row["单位"] for row in rows} == {"甲局"}
    assert rows[0]["程度"] == "警告"
    assert rows[0]["问题"] == "行政运行:7,223,425.30 元与 7,013,207.30 元不相等"
    assert browser.run(
        "document.querySelector('#findings tbody tr:not([hidden]) td:nth-child(5)').dataset.csv = "
        "'=1+1'; return 1"
    )
    path.unlink()
    find(browser, "form[data-for='findings'] .download").click()
    _wait_for(lambda: path.is_file() and path.stat().st_size)
    assert "'=1+1" in path.read_text(encoding="utf-8-sig")
    assert browser.errors() == []


def test_comparison_shows_rates_with_their_peers_and_amounts_in_one_unit(browser, site):
    browser.view("desktop")
    open_page(browser, site, "compare.html")
    visible = "return getComputedStyle(document.querySelector(arguments[0])).display !== 'none'"
    assert browser.run(visible, "#compare td.amounts")
    assert not browser.run(visible, "#compare td.rates")
    choose(browser, "compare", "metric", "project_share")
    assert not browser.run(visible, "#compare td.amounts")
    assert browser.run(visible, "#compare td.rates")
    assert "P64" in find(browser, "#compare td.rates").text
    assert "metric=project_share" in browser.driver.current_url
    # Two years are there: a colour each, and a bar for every row.
    bars = browser.driver.execute_async_script(
        """const done = arguments[0], end = Date.now() + 20000;
        (function look() {
          const bars = [...document.querySelectorAll('#compare-chart svg .mark-rect path')];
          const title = document.querySelector('#compare-chart svg').textContent;
          if ((bars.length === 3 && title.includes('%')) || Date.now() > end)
            done([bars.length, new Set(bars.map(b => b.getAttribute('fill'))).size]);
          else setTimeout(look, 50);
        })();"""
    )
    assert bars == [3, 2]
    assert browser.errors() == []


def sheets(browser: Browser) -> int:
    printed = browser.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    return len(pdfium.PdfDocument(base64.b64decode(printed["data"])))


def test_a_document_prints_its_findings_and_the_tables_they_point_into(browser, site):
    browser.view("desktop")
    open_page(browser, site, "documents/a-2022.html")
    wait_for_charts(browser)
    few = sheets(browser)
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    shown = browser.run(
        "return Object.fromEntries([...document.querySelectorAll('.printed')].map("
        "e => [e.id, getComputedStyle(e.querySelector('.scroll')).display !== 'none']))"
    )
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert shown == {"gk01": False, "gk03": True, "gk07": False}
    assert few <= 3


def test_filters_narrow_lists_and_say_how_many(browser, site):
    browser.view("desktop")
    open_page(browser, site, "index.html")
    form = find(browser, "form[data-for='documents']")
    form.find_element(By.NAME, "text").send_keys("乙局")
    assert shown_rows(browser, "documents") == 1
    assert form.find_element(By.TAG_NAME, "output").text == "1 / 4 条"


def test_comparison_follows_its_filters(browser, site):
    browser.view("desktop")
    open_page(browser, site, "compare.html")
    year = find(browser, "form[data-for='compare'] [name='year']")
    year.send_keys("2022")
    assert shown_rows(browser, "compare") == 2
    wait_for_charts(browser)
    drawn = browser.driver.execute_async_script(
        """const done = arguments[0], end = Date.now() + 20000;
        (function look() {
          const bars = document.querySelectorAll('#compare-chart svg .mark-rect path').length;
          if (bars === 2 || Date.now() > end) done(bars); else setTimeout(look, 50);
        })();"""
    )
    assert drawn == 2


def test_printed_page_keeps_the_evidence_and_is_light(browser, site):
    browser.view("dark")
    open_page(browser, site, "documents/a-2022.html")
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    style = "return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]"
    assert browser.run(style, "header.site nav", "display") == "none"
    assert browser.run(style, "body", "backgroundColor") == "rgb(255, 255, 255)"
    assert find(browser, "#fnd_1 .sides").is_displayed()
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})

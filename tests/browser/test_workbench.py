"""The workbench in a real browser: a file dropped, its findings walked by keyboard, one waived."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.common.by import By

from dagster_project.serve.app import build_app
from tests.browser.conftest import Browser
from tests.serve.conftest import PATIENCE_SECONDS, config_in
from tests.serve.planted import PlantedDocument, print_planted

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Served:
    """A running workbench, and the disclosure with its planted errors as a file."""

    address: str
    file: Path
    planted: PlantedDocument


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("workbench")
    planted = print_planted()
    file = folder / "2023年度部门决算.pdf"
    file.write_bytes(planted.content)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(
            build_app(config_in(folder)), host="127.0.0.1", port=port, log_level="warning"
        )
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_until(lambda: server.started)
    yield Served(f"http://127.0.0.1:{port}", file, planted)
    server.should_exit = True
    thread.join(timeout=30)


def wait_until(holds: Callable[[], Any], seconds: float = PATIENCE_SECONDS) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        # A page that is just being replaced has its elements no more, or not yet.
        with suppress(StaleElementReferenceException, NoSuchElementException):
            if value := holds():
                return value
        time.sleep(0.05)
    raise AssertionError("it did not come about")


def press(browser: Browser, key: str) -> str:
    """Press a key and return the finding that is open then, once it is another."""
    before = ready(browser)
    browser.driver.find_element(By.TAG_NAME, "body").send_keys(key)
    return str(wait_until(lambda: (now := ready(browser)) != before and now))


def opened(browser: Browser) -> str:
    return str(browser.run("return document.documentElement.dataset.ready"))


def ready(browser: Browser) -> str:
    """Return the finding that is open, once the page says that one is."""
    wait_until(lambda: opened(browser).startswith("fnd_"))
    return opened(browser)


def drop(browser: Browser, served: Served) -> None:
    """Drop a file on the page: into an input of ours, and from it as a browser's own drop."""
    browser.run(
        """const input = document.createElement('input');
        input.type = 'file'; input.id = 'hand';
        input.addEventListener('change', () => {
          const transfer = new DataTransfer();
          for (const file of input.files) transfer.items.add(file);
          const options = {bubbles: true, cancelable: true, dataTransfer: transfer};
          document.getElementById('drop').dispatchEvent(new DragEvent('drop', options));
        });
        document.body.append(input);"""
    )
    browser.driver.find_element(By.ID, "hand").send_keys(str(served.file))


def boxes(browser: Browser) -> list[dict[str, float]]:
    """Return the boxes that are seen, with the page that each lies in."""
    found: list[dict[str, float]] = browser.run(
        """return [...document.querySelectorAll('figure.page')].flatMap(figure => {
          const image = figure.querySelector('img').getBoundingClientRect();
          return [...figure.querySelectorAll('rect.figure')].map(box => {
            const at = box.getBoundingClientRect();
            return {inside: at.left >= image.left - 2 && at.right <= image.right + 2
              && at.top >= image.top - 2 && at.bottom <= image.bottom + 2,
              width: at.width, height: at.height, top: at.top, bottom: at.bottom};
          });
        })"""
    )
    return found


def image_is_drawn(browser: Browser) -> bool:
    return bool(
        browser.run(
            "return [...document.querySelectorAll('figure.page img')]"
            ".every(i => i.complete && i.naturalWidth > 600)"
        )
    )


def test_a_file_is_dropped_its_findings_walked_and_one_waived(
    browser: Browser, served: Served
) -> None:
    browser.view("desktop")
    browser.driver.get(f"{served.address}/")
    browser.requests()
    drop(browser, served)
    wait_until(lambda: "/look/" in browser.driver.current_url)
    # The first finding is open, boxed on its page, and the box is in sight.
    first = ready(browser)
    wait_until(lambda: image_is_drawn(browser))
    seen = wait_until(lambda: boxes(browser))
    assert all(box["inside"] and box["width"] > 10 for box in seen)
    assert 0 < seen[0]["top"] < browser.run("return innerHeight")
    browser.screenshot_window("workbench-desktop")
    # Three findings by keyboard, there and back.
    second, third = press(browser, "j"), press(browser, "j")
    assert len({first, second, third}) == 3
    assert f"finding={third}" in browser.driver.current_url
    assert boxes(browser) or browser.driver.find_elements(By.CSS_SELECTOR, ".empty")
    assert press(browser, "k") == second
    browser.driver.back()
    wait_until(lambda: opened(browser) == third)
    assert press(browser, "k") == second
    # Waive it: w chooses, who and why are asked for.
    browser.driver.find_element(By.TAG_NAME, "body").send_keys("w")
    wait_until(lambda: browser.driver.switch_to.active_element.get_attribute("name") == "who")
    focused = browser.driver.switch_to.active_element
    focused.send_keys("李审核")
    browser.driver.find_element(By.NAME, "why").send_keys("已与单位核实")
    browser.driver.find_element(By.CSS_SELECTOR, "#mark button").click()
    wait_until(lambda: "豁免" in browser.driver.find_element(By.CSS_SELECTOR, ".mark-form h2").text)
    assert opened(browser) == second
    browser.driver.refresh()
    assert ready(browser) == second
    current = browser.driver.find_element(By.CSS_SELECTOR, ".list [aria-current]")
    assert "豁免" in current.text
    assert "已与单位核实" in browser.driver.find_element(By.ID, "mark").text
    # Who it was is remembered: the next one is confirmed by a single key.
    assert press(browser, "j") == third
    browser.driver.find_element(By.TAG_NAME, "body").send_keys("c")
    wait_until(lambda: "确认" in browser.driver.find_element(By.CSS_SELECTOR, ".mark-form h2").text)
    assert browser.errors() == []
    foreign = [
        url
        for url in browser.requests()
        if not url.startswith((served.address, "data:", "about:", "blob:"))
    ]
    assert foreign == []


@pytest.mark.parametrize("view", ["desktop", "dark", "phone"])
def test_every_page_fits_its_screen(browser: Browser, served: Served, view: str) -> None:
    browser.view("desktop")
    browser.driver.get(f"{served.address}/")
    look = wait_until(
        lambda: browser.driver.find_elements(By.CSS_SELECTOR, '.batches a[href^="/look/"]')
    )[0].get_attribute("href")
    browser.errors()
    browser.view(view)
    for name, address in (("home", f"{served.address}/"), ("finding", f"{look}?rule=I11")):
        browser.driver.get(address)
        if name == "finding":
            wait_until(lambda: image_is_drawn(browser))
            assert wait_until(lambda: boxes(browser))
        width, seen = browser.run("return [document.documentElement.scrollWidth, innerWidth]")
        assert width <= seen, f"{name} is wider than the screen"
        if view == "phone":
            browser.screenshot_page(f"workbench-{view}-{name}", 2600)
        else:
            browser.screenshot_window(f"workbench-{view}-{name}")
        if view == "dark":
            ground = browser.run("return getComputedStyle(document.body).backgroundColor")
            assert max(map(int, ground.strip("rgb()").split(","))) < 60
    assert browser.errors() == []


def test_a_finding_prints_with_its_page_on_few_sheets(browser: Browser, served: Served) -> None:
    import base64
    import io

    import pypdfium2

    browser.view("desktop")
    browser.driver.get(f"{served.address}/")
    browser.driver.find_element(By.CSS_SELECTOR, '.batches a[href^="/look/"]').click()
    wait_until(lambda: image_is_drawn(browser))
    printed = browser.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})
    with pypdfium2.PdfDocument(io.BytesIO(base64.b64decode(printed["data"]))) as document:
        assert 1 <= len(document) <= 6
        text = "".join(page.get_textpage().get_text_range() for page in document)
        images = sum(
            1
            for page in document
            for _ in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
        )
    assert images >= 1
    assert "两边对照" in text
    assert "筛选" not in text

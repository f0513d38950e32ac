"""The Dagster UI in a real browser: lineage, asset and check pages open without console errors."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from selenium.webdriver.common.by import By

from dagster_project.runtime.settings import PROJECT_DIR
from tests.browser.conftest import Browser

pytestmark = pytest.mark.slow

_START_SECONDS = 300
_DOCUMENTS = dg.AssetKey(["marts", "documents"])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _record_a_run(home: Path) -> None:
    """Leave what a run would have left of one asset: a materialization and a failing check."""
    with dg.DagsterInstance.from_config(str(home)) as instance:
        rows = dg.MetadataValue.md("| document_id | 原因 |\n|---|---|\n| bad-2022 | 表头不对 |")
        instance.report_runless_asset_event(
            dg.AssetMaterialization(_DOCUMENTS, metadata={"dagster/row_count": 5})
        )
        instance.report_runless_asset_event(
            dg.AssetCheckEvaluation(
                asset_key=_DOCUMENTS,
                check_name="documents",
                passed=False,
                severity=dg.AssetCheckSeverity.WARN,
                metadata={"rows": rows},
            )
        )


@pytest.fixture(scope="module")
def ui(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the webserver on an instance of its own and return its address."""
    base = tmp_path_factory.mktemp("ui")
    home = base / "home"
    home.mkdir()
    (home / "dagster.yaml").write_bytes((PROJECT_DIR / ".dagster/dagster.yaml").read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAGSTER_HOME", str(home))
        _record_a_run(home)
    port = _free_port()
    environment = os.environ | {
        "DAGSTER_HOME": str(home),
        "JUESUAN_RAW_DIR": str(base / "raw"),
        "JUESUAN_PUBLISHED_DIR": str(base / "published"),
        "JUESUAN_WAREHOUSE": str(base / "w" / "juesuan.duckdb"),
    }
    webserver = str(Path(sys.executable).with_name("dagster-webserver"))
    log = base / "webserver.log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own webserver
            [webserver, "-h", "127.0.0.1", "-p", str(port), "-m", "dagster_project.definitions"],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            deadline = time.monotonic() + _START_SECONDS
            while not _answers(address):
                assert process.poll() is None, log.read_text(errors="replace")[-2000:]
                assert time.monotonic() < deadline, log.read_text(errors="replace")[-2000:]
                time.sleep(0.5)
            yield address
        finally:
            process.terminate()
            process.wait(120)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/server_info", timeout=2) as answer:  # noqa: S310
            return answer.status == 200
    except OSError:
        return False


def wait_for(browser: Browser, text: str) -> None:
    """Wait until a page shows a text; fail with what it shows instead."""
    deadline = time.monotonic() + 120
    while text not in browser.run("return document.body.innerText"):
        if time.monotonic() > deadline:
            pytest.fail(browser.run("return document.body.innerText")[:1500])
        time.sleep(0.2)


@pytest.mark.parametrize(
    ("name", "path", "texts"),
    [
        ("lineage", "/asset-groups", ["reconciliation", "marts", "published"]),
        ("group", "/locations/dagster_project.definitions/asset-groups/published", ["report"]),
        ("asset", "/assets/marts/documents", ["documents", "published"]),
        ("report", "/assets/published/report", ["报告网站"]),
        ("checks", "/assets/marts/documents?view=checks", ["structure", "documents"]),
        (
            "check",
            "/assets/marts/documents?view=checks&checkDetail=documents",
            ["Failed", "[Show Markdown]"],
        ),
    ],
)
def test_page_opens_without_console_errors(browser, ui, name, path, texts):
    browser.view("desktop")
    browser.driver.get(ui + path)
    for text in texts:
        wait_for(browser, text)
    for button in browser.driver.find_elements(By.XPATH, "//*[text()='[Show Markdown]']"):
        button.click()
        # The rows that made the check fail.
        wait_for(browser, "bad-2022")
    browser.screenshot_window(f"dagster-{name}")
    assert browser.errors() == []
    foreign = [url for url in browser.requests() if not url.startswith((ui, "data:", "blob:"))]
    assert foreign == [], "a page asks for something on another machine"

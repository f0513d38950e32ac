"""Debian's chromium, driven by selenium: installed when it is missing and that is possible.

It has the fonts of the lock and no others, so that pages are laid out alike on every machine.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from dagster_project.reading.decoders.pdf.fonts import FONTS_DIR
from tests.report.sample_site import build_site, site

__all__ = ["build_site", "site"]

PACKAGES = ("chromium", "chromium-driver")
SCREENSHOTS = Path(__file__).resolve().parents[1] / "screenshots"
SIZES = {"desktop": (1280, 900, False), "dark": (1280, 900, False), "phone": (390, 844, True)}
# Without a screen, a sandbox or anything that would call home.
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    # A page that scrolls smoothly is under way when a click arrives; with less motion it is there.
    *("--disable-dev-shm-usage", "--hide-scrollbars", "--force-prefers-reduced-motion"),
)


@dataclass(frozen=True)
class Browser:
    """A browser with one window, and what its pages wrote and asked for."""

    driver: webdriver.Chrome

    def view(self, name: str) -> None:
        """Look at pages as on a desktop, in the dark, or on a phone."""
        width, height, mobile = SIZES[name]
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if name == "dark" else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})

    def run(self, script: str, *arguments: Any) -> Any:
        """Run JavaScript in the page and return its value."""
        return self.driver.execute_script(script, *arguments)

    def errors(self) -> list[str]:
        """Return the console's errors since the last call."""
        entries = self.driver.get_log("browser")
        return [entry["message"] for entry in entries if entry["level"] == "SEVERE"]

    def requests(self) -> list[str]:
        """Return the addresses that pages asked for since the last call."""
        events = [json.loads(e["message"])["message"] for e in self.driver.get_log("performance")]
        return [
            event["params"]["request"]["url"]
            for event in events
            if event["method"] == "Network.requestWillBeSent"
        ]

    def screenshot_window(self, name: str) -> None:
        """Write what the window shows, for a person to look at."""
        SCREENSHOTS.mkdir(exist_ok=True)
        self.driver.save_screenshot(str(SCREENSHOTS / f"{name}.png"))

    def screenshot_page(self, name: str, height: int = 6000) -> None:
        """Write the page, from its top to at most ``height``, for a person to look at."""
        SCREENSHOTS.mkdir(exist_ok=True)
        size = self.run("return [innerWidth, document.documentElement.scrollHeight]")
        clip = {"x": 0, "y": 0, "width": size[0], "height": min(size[1], height), "scale": 1}
        options = {"format": "png", "captureBeyondViewport": True, "clip": clip}
        picture = self.driver.execute_cdp_cmd("Page.captureScreenshot", options)
        (SCREENSHOTS / f"{name}.png").write_bytes(base64.b64decode(picture["data"]))


_FONTS = """<?xml version="1.0"?>
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


def _is_missing() -> bool:
    return not (shutil.which("chromium") and shutil.which("chromedriver"))


def _install() -> str | None:
    """Install what is missing; return why it cannot be done."""
    if not shutil.which("apt-get"):
        return "no chromium and no apt-get to install it"
    if os.geteuid() != 0:
        return f"no chromium; install it with: apt-get install {' '.join(PACKAGES)}"
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-qy", "--no-install-recommends", *PACKAGES],
    ):
        done = subprocess.run(  # noqa: S603 - fixed commands
            command, capture_output=True, text=True, env=environment, check=False, timeout=600
        )
        if done.returncode:
            return f"{' '.join(command[:2])} failed: {(done.stderr or done.stdout)[-300:]}"
    return None


@pytest.fixture(scope="session")
def chromium() -> tuple[str, str]:
    """Return the paths of chromium and its driver, or skip saying what is missing."""
    # Two workers would take apt's lock from one another.
    with FileLock(Path(tempfile.gettempdir()) / "juesuan-tests-chromium.lock"):
        reason = _install() if _is_missing() else None
    if reason or _is_missing():
        pytest.skip(reason or "chromium or its driver is still missing")
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    assert browser is not None
    assert driver is not None
    return browser, driver


@pytest.fixture(scope="module")
def browser(
    chromium: tuple[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """Start a browser for the tests of a module."""
    options = webdriver.ChromeOptions()
    options.binary_location = chromium[0]
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    fonts = tmp_path_factory.mktemp("fonts")
    config = fonts / "fonts.conf"
    config.write_text(_FONTS.format(fonts=FONTS_DIR, cache=fonts), encoding="utf-8")
    # Both paths are given, so that selenium does not go looking for a driver on the network.
    service = Service(chromium[1], env=os.environ | {"FONTCONFIG_FILE": str(config)})
    driver = webdriver.Chrome(options=options, service=service)
    try:
        # What the browser's own first page asked for is no concern of the tests.
        driver.get("about:blank")
        driver.get_log("performance")
        yield Browser(driver)
    finally:
        driver.quit()

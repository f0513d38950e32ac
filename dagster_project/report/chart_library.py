"""Vega, Vega-Lite and Vega-Embed as one script beside the pages: no page asks a server for them."""

from __future__ import annotations

import os
import shutil
from importlib.metadata import version
from pathlib import Path

from dagster_project.runtime.settings import PROJECT_DIR

# A classic script: browsers refuse modules from file:// pages.
_EXPOSE = "window.vegaEmbed = vegaEmbed;"


# Of this checkout: whatever it publishes, and wherever, the script of a version is made once.
KEPT_DIR = PROJECT_DIR / ".cache"


def write_chart_library(folder: Path, previous: Path | None) -> str:
    """Write the script into ``folder`` and return its name.

    The same version is linked from the ``previous`` release where it is there; releases that share
    the file cost its megabyte once. What is kept in the checkout is copied, not linked: whoever
    damages a release damages nothing else.
    """
    name = f"vega-{version('vl-convert-python')}.js"
    if previous is not None and (previous / name).is_file():
        try:
            os.link(previous / name, folder / name)
        except OSError:
            shutil.copyfile(previous / name, folder / name)
    else:
        shutil.copyfile(_kept(name), folder / name)
    return name


def _kept(name: str) -> Path:
    """Return the script of this version, made where it is not there yet."""
    kept = KEPT_DIR / name
    if not kept.is_file():
        KEPT_DIR.mkdir(exist_ok=True)
        building = kept.with_name(f".{name}.{os.getpid()}")
        building.write_text(_bundle(), encoding="utf-8")
        building.replace(kept)
    return kept


def _bundle() -> str:
    # Starting the converter takes a second: only when a script has to be made.
    import vl_convert

    script = vl_convert.javascript_bundle(_EXPOSE)
    return f"(function () {{\n{script}\n}})();\n"

"""Vega, Vega-Lite and Vega-Embed as one script beside the pages: no page asks a server for them."""

from __future__ import annotations

import os
import shutil
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

# A classic script: browsers refuse modules from file:// pages.
_EXPOSE = "window.vegaEmbed = vegaEmbed;"


def write_chart_library(folder: Path, previous: Path | None) -> str:
    """Write the script into ``folder`` and return its name.

    Making it takes seconds, so the same version is linked from the ``previous`` release where it
    is there; releases that share the file cost its megabyte once.
    """
    name = f"vega-{version('vl-convert-python')}.js"
    if previous is not None and (previous / name).is_file():
        try:
            os.link(previous / name, folder / name)
        except OSError:
            shutil.copyfile(previous / name, folder / name)
    else:
        (folder / name).write_text(_bundle(), encoding="utf-8")
    return name


@lru_cache(maxsize=1)
def _bundle() -> str:
    # Starting the converter takes a second: only when a script has to be made.
    import vl_convert

    script = vl_convert.javascript_bundle(_EXPOSE)
    return f"(function () {{\n{script}\n}})();\n"

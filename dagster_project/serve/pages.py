"""Rendering: the report's environment of words and escapes, with the workbench's own templates."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader
from starlette.responses import HTMLResponse

from dagster_project.release.tabular import SEVERITIES
from dagster_project.report.drawn_rows import draw_rows
from dagster_project.report.pages import environment_of

# Cards, checks and printed tables are drawn by the templates of the report.
_PACKAGES = ("dagster_project.serve", "dagster_project.report")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return environment_of(ChoiceLoader([PackageLoader(name, "templates") for name in _PACKAGES]))


def render(template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """Return a page."""
    page = _environment().get_template(template)
    content = page.render(severities_in_order=SEVERITIES, draw_rows=draw_rows, **context)
    return HTMLResponse(content, status)

"""Rendering: the report's environment of words and escapes, with the workbench's own templates."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import version
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from dagster_project.contract.shown_amounts import format_amount
from dagster_project.contract.words import place_name, table_name, word, words_of
from dagster_project.release.tabular import SEVERITIES
from dagster_project.report.pages import document_url, file_stem, rule_url


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        # Cards, checks and printed tables are drawn by the templates of the report.
        loader=ChoiceLoader(
            [
                PackageLoader("dagster_project.serve", "templates"),
                PackageLoader("dagster_project.report", "templates"),
            ]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "amount": format_amount,
        "word": word,
        "words": words_of,
        "anchor": file_stem,
        "table_name": table_name,
    }
    environment.globals |= {
        "document_url": document_url,
        "rule_url": rule_url,
        "place_name": place_name,
        "severities_in_order": SEVERITIES,
        "version": version("juesuan"),
    }
    return environment


def render(template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """Return a page."""
    return HTMLResponse(_environment().get_template(template).render(**context), status)

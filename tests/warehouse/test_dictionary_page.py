"""docs/dictionary.md is what the project publishes; ``JUESUAN_WRITE_DOCS=1`` writes it instead."""

from __future__ import annotations

import os

from dagster_project.runtime.settings import load_settings
from dagster_project.warehouse.dbt_runner import parse_project
from tests.warehouse.dictionary import PAGE, render


def test_the_dictionary_is_what_is_published() -> None:
    page = render(parse_project(load_settings()).manifest_dict)
    if os.environ.get("JUESUAN_WRITE_DOCS"):
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page

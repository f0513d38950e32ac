"""One site, built once from marts made by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import lxml.html
import pytest

from dagster_project.report.site import write_report
from dagster_project.runtime.warehouse import open_release
from tests.report.sample_marts import (
    create_marts,
    document_rows,
    finding,
    insert,
    insert_document,
    insert_metrics,
    insert_rules,
    new_database,
)

CREATED = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
HOSTILE = "\"'><script>window.pwned=1</script><img src=x onerror=window.pwned=1>{{7*7}}"
HOSTILE_ID = "../x'\"><script>window.pwned=1</script>"


@dataclass(frozen=True)
class BuiltSite:
    """A release folder with its report."""

    release: Path

    @property
    def folder(self) -> Path:
        """The root of the site."""
        return self.release / "report"

    def page(self, url: str) -> lxml.html.HtmlElement:
        """Return a parsed page."""
        return lxml.html.fromstring((self.folder / url).read_text(encoding="utf-8"))

    def pages(self) -> list[Path]:
        """Return every page."""
        return sorted(self.folder.rglob("*.html"))

    def sql(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Query the marts of the release."""
        with open_release(self.release) as connection:
            return connection.execute(statement, list(parameters)).fetchall()


@lru_cache
def _chart_library(folder: Path) -> Path:
    """Make the chart library once for all sites: it takes seconds."""
    build(folder, lambda connection: None, None)
    return folder


def build(
    release: Path,
    fill: Callable[[duckdb.DuckDBPyConnection], None],
    previous: Path | None,
) -> BuiltSite:
    """Make a release folder with marts that ``fill`` filled, and its report."""
    release.mkdir()
    with new_database(release) as connection:
        create_marts(connection)
        fill(connection)
    write_report(release, "20260102T030400.000000Z-deadbeef", CREATED, previous)
    return BuiltSite(release)


@pytest.fixture(scope="session")
def build_site(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., BuiltSite]:
    """Return a function that builds a site from what it is given to fill the marts with."""
    base = tmp_path_factory.mktemp("report")

    def run(name: str, fill: Callable[[duckdb.DuckDBPyConnection], None]) -> BuiltSite:
        return build(base / name, fill, _chart_library(base / "empty"))

    return run


def _fill_sample(connection: duckdb.DuckDBPyConnection) -> None:
    insert_rules(connection)
    insert_metrics(connection)
    for document_id, name in (("a-2022", "甲局"), ("b-2022", "乙局")):
        insert_document(connection, document_rows(document_id, name))
    insert_document(connection, document_rows(HOSTILE_ID, HOSTILE, 2021))
    insert(
        connection,
        "documents",
        [{"document_id": "c", "gate_status": "quarantined", "gate_reasons": "表头不对"}],
    )
    notice = {"severity": "notice", "rule_id": "X18", "root_cause_id": "rc_2"}
    waived = {"waived_by": "张三", "root_cause_id": "rc_3", "evidence": None}
    texts = ("message_zh", "title_zh", "subject_zh", "next_step_zh", "waived_by", "evidence")
    insert(
        connection,
        "findings",
        [
            finding("a-2022"),
            finding("a-2022", "fnd_2", **notice),
            finding("a-2022", "fnd_3", **waived),
            finding(HOSTILE_ID, HOSTILE, fiscal_year=2021, **dict.fromkeys(texts, HOSTILE)),
        ],
    )
    connection.execute("update marts.checks set root_cause_id = 'rc_1' where check_id = 'a-2022-2'")
    named = {"finding_id": "fnd_1", "check_id": "a-2022-2", "member_id": "fnd_1-b"}
    member = named | {"member_no": 2}
    insert(connection, "finding_checks", [member])
    connection.execute(
        "update marts.cells set printed_label = ? where document_id = ?", [HOSTILE, HOSTILE_ID]
    )
    claim = {"document_id": HOSTILE_ID, "claim_no": 1, "excerpt": HOSTILE, "subject": HOSTILE}
    insert(connection, "claims", [claim])
    term = {"glossary_no": 1, "printed_text": "“三公”经费", "page": 25}
    told = {"document_id": "a-2022", "term": "三公经费", "definition": "用财政拨款安排的三项费用。"}
    hostile = {"document_id": HOSTILE_ID, "term": HOSTILE, "definition": None}
    insert(connection, "glossary", [term | told, term | hostile])


@pytest.fixture(scope="session")
def site(build_site: Callable[..., BuiltSite]) -> BuiltSite:
    """Return the sample site: two good documents, a hostile one, a quarantined one."""
    return build_site("sample", _fill_sample)

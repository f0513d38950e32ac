"""What of the slips that a careful reader plants is seen, and whether the warnings are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dagster_project.runtime.warehouse import open_warehouse
from tests.building import build
from tests.published_forms.outcome import extract
from tests.published_forms.paper import compose
from tests.published_forms.planted import PLANTED, planted
from tests.published_forms.printers import write

# Eight in ten of what a careful reader lists.
LEAST_SEEN = 0.8
Said = dict[str, list[tuple[str, str, str]]]


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Said:
    """Return by form (rule, severity, message) of what fails where slips are planted alone."""
    folder = tmp_path_factory.mktemp("planted")
    paths: list[Path] = []
    for number, form in enumerate(PLANTED, start=1):
        for name, paper in (
            ("市", compose(form, organization=f"第{number}市水利局", seed=number)),
            ("县", planted(form, f"第{number}县水利局", number)),
        ):
            paths.append(write(paper, "html", folder / "files" / f"{form}-{name}"))
    assert {one.status for one in extract(paths, folder / "raw")} == {"read"}
    build(folder / "raw", folder / "planted.duckdb", ["fct_findings"])
    with open_warehouse(folder / "planted.duckdb", read_only=True) as connection:
        rows = connection.execute(
            "select documents.organization_name, verdicts.rule_id, verdicts.subject, "
            "verdicts.severity, verdicts.message_zh "
            "from reconciliation.rule_verdicts as verdicts "
            "join core.dim_document as documents using (document_id) where verdicts.status = 'fail'"
        ).fetchall()
    result: Said = {}
    for number, form in enumerate(PLANTED, start=1):
        before = {row[1:3] for row in rows if row[0] == f"第{number}市水利局"}
        result[form] = [
            (rule, severity, message)
            for name, rule, subject, severity, message in sorted(rows)
            if name == f"第{number}县水利局" and (rule, subject) not in before
        ]
    return result


def test_eight_in_ten_of_what_a_careful_reader_sees_are_told(
    said: Said, measured: list[str]
) -> None:
    missed = [
        f"{form}: {slip.kind}"
        for form, slips in PLANTED.items()
        for slip in slips
        if not any(re.search(slip.told, message) for _, _, message in said[form])
    ]
    number = sum(map(len, PLANTED.values()))
    measured.append(
        f"a careful reader's slips: {number - len(missed)} of {number} seen"
        + (f"; not {', '.join(missed)}" if missed else "")
    )
    assert len(missed) <= (1 - LEAST_SEEN) * number


def test_every_warning_is_about_a_slip(said: Said) -> None:
    for form, found in said.items():
        print(form, *found, sep="\n  ")
    untrue = [
        (form, rule, message)
        for form, rows in said.items()
        for rule, severity, message in rows
        if severity != "notice" and not any(re.search(s.told, message) for s in PLANTED[form])
    ]
    assert untrue == []

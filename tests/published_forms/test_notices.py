"""Clean documents of the known forms: no warning, and notices that fit on one hand.

The forms are printed with figures that add up (``test_the_invented_figures_add_up``), read and
judged; PDF among the media, where the text is the hardest to read.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from dagster_project.runtime.warehouse import open_warehouse
from tests.building import build
from tests.published_forms.department import load
from tests.published_forms.outcome import extract
from tests.published_forms.paper import compose, form_names
from tests.published_forms.printers import write

MOST_NOTICES = 5
# Every form as PDF; as files of an office program a few, which are read alike.
PRINTED = [
    *((form, "pdf") for form in form_names()),
    *(
        (form, medium)
        for medium in ("docx", "xlsx")
        for form in ("central-2024", "ministry-2014", "sichuan-2024", "university-2023")
    ),
]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str, str, str]]:
    """Return (document, rule, severity, message) of the findings in the clean documents."""
    folder = tmp_path_factory.mktemp("clean-forms")
    paths: list[Path] = []
    for number, (form, medium) in enumerate(PRINTED):
        # Each is an organization of its own: none is another revision of one before.
        name = f"第{number}" + load(f"forms/{form}.yaml")["organization"]
        paper = compose(form, organization=name, seed=number + 1)
        paths.append(write(paper, medium, folder / "files" / f"{form}-{medium}"))
    read = extract(paths, folder / "raw")
    assert sum(one.status == "read" for one in read) == len(PRINTED)
    build(folder / "raw", folder / "forms.duckdb", ["fct_findings"])
    with open_warehouse(folder / "forms.duckdb", read_only=True) as connection:
        documents = connection.execute(
            "select count(*) from reconciliation.document_gate where gate_status = 'open'"
        ).fetchall()
        assert documents == [(len(PRINTED),)]
        return connection.execute(
            "select document_id, rule_id, severity, message_zh from reconciliation.fct_findings"
        ).fetchall()


def test_a_clean_document_has_no_warning_and_few_notices(
    judged: list[tuple[str, str, str, str]], measured: list[str]
) -> None:
    warnings = [row for row in judged if row[2] != "notice"]
    notices = Counter(row[0] for row in judged if row[2] == "notice")
    most = max(notices.values(), default=0)
    measured.append(
        f"{len(PRINTED)} clean documents of {len(form_names())} forms: {len(warnings)} warnings, "
        f"{sum(notices.values()) / len(PRINTED):.1f} notices each, at most {most}"
    )
    assert warnings == []
    assert most <= MOST_NOTICES

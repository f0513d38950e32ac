"""Whatever lies under ``raw/``: loaded, or quarantined in words, and the healthy are published.

Half of the pairs of a field and an odd value, every field and every value among them;
``make bench`` takes all (see ``folders.py``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from dagster_project.loading.folders import list_folders, plain_name
from dagster_project.loading.policy import read_load_policy
from dagster_project.loading.validation import validate_folder
from tests import factories
from tests.hostile.folders import write_odd_folders
from tests.hostile.pipeline import Run, run_pipeline

pytestmark = pytest.mark.slow

GOOD = "good-2022"
_CHINESE = re.compile("[\u4e00-\u9fff]")
# How a Python exception, or a name of this code, would show in a reason.
_PYTHON = re.compile(
    r"[a-z](Error|Exception|Interrupt)\b|Traceback|object at 0x|<class|dagster_project"
)


@dataclass(frozen=True)
class Outcome:
    """All odd folders, by name, and one run over them."""

    folders: dict[str, str]
    run: Run

    def state(self) -> dict[str, tuple[str, str | None]]:
        """Return load status and reason by document."""
        rows = self.run.rows("select document_id, load_status, reason_zh from raw.documents")
        return {document_id: (status, reason) for document_id, status, reason in rows}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    base = tmp_path_factory.mktemp("odd")
    folders = write_odd_folders(base / "raw")
    factories.write_document(base / "raw", GOOD)
    return Outcome(folders, run_pipeline(base / "raw", base))


def test_none_of_them_stops_the_run(outcome: Outcome) -> None:
    assert outcome.run.obstacles == []


def test_each_is_counted_and_its_reason_is_in_words(outcome: Outcome) -> None:
    state = outcome.state()
    told = {name: state.get(plain_name(name)) for name in outcome.folders}
    lost = [outcome.folders[name] for name, found in told.items() if found is None]
    assert lost == []
    reasons = {
        outcome.folders[name]: found[1] or ""
        for name, found in told.items()
        if found is not None and found[0] != "loaded"
    }
    unsaid = {what: reason for what, reason in reasons.items() if not _CHINESE.search(reason)}
    assert unsaid == {}
    raw_python = {what: reason for what, reason in reasons.items() if _PYTHON.search(reason)}
    assert raw_python == {}
    assert max(map(len, reasons.values())) < 1_000
    # The walk would prove nothing if everything were refused, or nothing.
    assert len(outcome.folders) > 1_000
    assert 100 < len(reasons) < len(outcome.folders) - 100


def test_the_good_one_is_published(outcome: Outcome) -> None:
    assert outcome.run.rows(
        "select gate_status from marts.documents where document_id = ?", GOOD
    ) == [("open",)]


def test_no_figure_is_read_that_is_not_printed(outcome: Outcome) -> None:
    """The amounts that any of them brings into the marts are those of the factory, or are odd."""
    healthy = {"100.00", "60.00", "40.00", "0.00"}
    rows = outcome.run.rows("select printed_text, amount_yuan from marts.cells")
    silent = {
        (printed, str(amount))
        for printed, amount in rows
        if amount is not None and (printed not in healthy or str(amount) != printed)
    }
    assert silent == set()


def test_a_document_of_many_problems_is_read_once(tmp_path: Path) -> None:
    """Naming the lines of 50,000 problems costs about what naming one does, not its square."""
    folder = factories.write_document(tmp_path, "many")
    path = folder / "gk03.csv"
    header, first, *_ = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join([header, *[first] * 50_000, ""]), encoding="utf-8")
    (listed,) = list_folders(tmp_path)
    found = validate_folder(listed, read_load_policy())
    assert [p.line_no for p in found.problems if p.problem_code == "duplicate_row_no"][:3] == [
        2,
        3,
        4,
    ]

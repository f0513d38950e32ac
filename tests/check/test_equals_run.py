"""What ``juesuan check`` finds in a document is what a run over everything finds in it.

``make bench`` (JUESUAN_EVERY_CASE=1) takes 200 invented documents and each shipped one, ``make
test`` 60 and every second.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

from dagster_project.check.scratch import Scratch, build_scratch
from dagster_project.runtime.settings import PROJECT_DIR
from dagster_project.runtime.warehouse import RELEASE_FILE
from dagster_project.synth.generate import generate
from dagster_project.warehouse.compiled import compile_project
from tests.building import build, shipped_release
from tests.sampling import EVERY_CASE, one_in

# What a first publication says of every finding, and a check cannot know: whether it is new.
_OF_RELEASES = ("state",)
INVENTED = 200 if EVERY_CASE else 60


def _findings(
    folder: Path, document_ids: Sequence[str] = ()
) -> dict[str, list[tuple[object, ...]]]:
    """Return the findings of each document, every column but what depends on earlier releases."""
    with duckdb.connect(str(folder / RELEASE_FILE), read_only=True) as connection:
        rows = connection.execute(
            f"select document_id, * exclude ({', '.join(_OF_RELEASES)}) "
            "from marts.findings order by all"
        ).fetchall()
        known = [
            name
            for (name,) in connection.execute("select document_id from marts.documents").fetchall()
        ]
    found: dict[str, list[tuple[object, ...]]] = {name: [] for name in document_ids or known}
    for row in rows:
        if row[0] in found:
            found[str(row[0])].append(row)
    return found


def _check(files: Sequence[Path], folder: Path, against: tuple[Path, Path]) -> Scratch:
    return build_scratch(files, folder, compile_project(), against=against)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return shipped_release(tmp_path_factory), PROJECT_DIR / "raw"


def test_each_shipped_document_has_the_findings_of_the_run(
    shipped: tuple[Path, Path], tmp_path: Path
) -> None:
    release, raw = shipped
    in_run = _findings(release)
    assert sum(map(len, in_run.values())) > len(in_run)
    extracts = sorted(path.parent for path in raw.glob("*/*/document.json"))
    for extract in one_in(2, extracts, 0):
        scratch = _check([extract], tmp_path / extract.name, shipped)
        assert scratch.document_ids == (extract.name,)
        assert _findings(scratch.folder, [extract.name]) == {extract.name: in_run[extract.name]}


def test_halves_of_synthetic_documents_have_the_findings_of_the_whole(tmp_path: Path) -> None:
    raw, release = tmp_path / "raw", tmp_path / "release"
    release.mkdir()
    generate(INVENTED, 2, INVENTED // 5, 11, raw, lambda _: None)
    build(raw, release / RELEASE_FILE)
    in_run = _findings(release)
    assert len(in_run) == INVENTED
    assert sum(map(len, in_run.values())) >= INVENTED // 5
    extracts = sorted(path.parent for path in raw.glob("*/*/document.json"))
    middle = INVENTED // 2
    for number, half in enumerate((extracts[:middle], extracts[middle:])):
        scratch = _check(half, tmp_path / f"half{number}", (release, raw))
        # One half is a year: what it is compared with is the other.
        assert len(scratch.beside) == middle
        names = [extract.name for extract in half]
        assert _findings(scratch.folder, names) == {name: in_run[name] for name in names}

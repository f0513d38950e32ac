"""A child that reads one document must find what every document needs, not make it again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[1] / "samples"
# Asked of a fresh interpreter: in this one other tests have read the seeds already.
_WATCH = """
import sys
from pathlib import Path
from dagster_project.reading.batch.tasks import read_paths
from dagster_project.reading.batch.warming import warm_up
if sys.argv[2] == "warm":
    warm_up()
opened = []
def watch(event, arguments):
    if event == "open" and "seeds" in str(arguments[0]):
        opened.append(Path(str(arguments[0])).name)
sys.addaudithook(watch)
assert read_paths([Path(sys.argv[1])]).document.refusal is None
print(len(opened))
"""


def _opened(sample: Path, how: str) -> int:
    """Return how many times a fresh reader opens a seed for one document."""
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", _WATCH, str(sample), how],
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout.split()[-1])


@pytest.mark.parametrize("name", ["empty-tables.txt", "functional-wrapped-names.txt"])
def test_a_warm_reader_opens_hardly_a_seed(name: str) -> None:
    sample = SAMPLES / name
    assert _opened(sample, "cold") > 20
    # The form's recognition and the performance forms' layout are read where a document has them.
    assert _opened(sample, "warm") < 6


# What the process that forks the readers has imported for so many kinds of files.
_PREPARED = """
import sys
from dagster_project.reading.sandbox.nursery import DEAR_DECODERS, _prepare
_prepare(DEAR_DECODERS if sys.argv[1] == "all" else ())
print(*(name for name in sys.argv[2:] if name in sys.modules))
"""
# Of other media, and of the process that writes: none of them reads a PDF.
_NOT_OF_A_PDF = (
    "lxml.html",
    "dagster_project.reading.decoders.text.gridding",
    "dagster_project.reading.batch.batch",
    "dagster_project.reading.folder.raw_place",
)


def _prepared(files: str) -> list[str]:
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", _PREPARED, files, *_NOT_OF_A_PDF],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_readers_of_pdfs_have_nothing_of_other_media() -> None:
    assert _prepared("PDFs") == []
    assert "dagster_project.reading.decoders.text.gridding" in _prepared("all")

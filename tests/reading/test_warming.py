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

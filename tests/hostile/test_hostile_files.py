"""Every tenth of more than a thousand hostile files: right, refused in words, or in doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.sandbox.limits import Limits
from dagster_project.reading.sandbox.sandbox import PASSING_REASONS, Sandbox
from tests.hostile.files import TARGET, HostileFile, hostile_files
from tests.hostile.reading_files import (
    DOUBT,
    RAW,
    REFUSED,
    RIGHT,
    SLOW,
    WRONG,
    _Found,
    _judge,
    read_file,
    read_in_child,
)

pytestmark = pytest.mark.slow

FILES = list(hostile_files())
# Not a divisor of what the walk repeats: every medium, place and kind has its turn.
STEP = 13


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(1, Limits(seconds=60)) as opened:
        yield opened


def test_there_are_more_than_a_thousand_of_every_medium() -> None:
    assert len(FILES) > 1_000
    media = Counter(file.medium for file in FILES)
    assert set(media) >= {"xlsx", "xls", "docx", "html", "csv", "pdf", "zip", "text"}


def test_a_sample_of_them_is_read_refused_or_doubted(
    sandbox: Sandbox, tmp_path: Path, measured: list[str]
) -> None:
    sizes = ("bomb", "1,000,000", "100,000", "10,000", "million", "billion", "nested")
    small = [file for file in FILES if not any(word in file.kind for word in sizes)]
    results = []
    for number, file in enumerate(small[::STEP]):
        folder = tmp_path / str(number)
        folder.mkdir()
        if result := read_file(file, sandbox, folder):
            results.append(result)
    bad = [
        (r.outcome, r.file.kind, r.file.medium, r.shows)
        for r in results
        if r.outcome in (WRONG, RAW, SLOW)
    ]
    assert bad == []
    counts = Counter(result.outcome for result in results)
    # The walk would prove nothing were all refused.
    assert counts[RIGHT] > len(results) / 3
    measured.append(f"hostile files: {len(results)} of {len(FILES)} tried: {dict(counts)}")


@pytest.mark.parametrize("kind", ["nested forms", "a form of itself"])
def test_a_page_that_never_ends_is_refused_for_what_it_is(
    kind: str, sandbox: Sandbox, tmp_path: Path
) -> None:
    """Ended by what loading a page may cost, not by all the memory or time of a document."""
    file = next(file for file in FILES if file.kind == kind)
    path = tmp_path / file.name
    path.write_bytes(file.make())
    with pytest.raises(RefusedError) as refusal:
        sandbox.call(read_in_child, path)
    assert refusal.value.reason_code == "page_too_dense"
    assert refusal.value.reason_code not in PASSING_REASONS


def test_a_wrong_figure_would_be_seen() -> None:
    file = next(file for file in FILES if file.truth.get(TARGET))
    truth = {key: (next(iter(values)), True) for key, values in file.truth.items() if values}
    assert _judge(file, _Found("", "", truth, 0.1), 0.0).outcome == RIGHT
    other = truth | {TARGET: (next(iter(file.truth[TARGET])) + 1, True)}
    assert _judge(file, _Found("", "", other, 0.1), 0.0).outcome == WRONG
    doubted = truth | {TARGET: (next(iter(file.truth[TARGET])) + 1, False)}
    assert _judge(file, _Found("", "", doubted, 0.1), 0.0).outcome == DOUBT
    assert _judge(file, _Found("x", "文件已损坏", {}, 0.1), 0.0).outcome == REFUSED
    assert _judge(file, _Found("x", "KeyError: x", {}, 0.1), 0.0).outcome == RAW
    assert _judge(file, _Found("", "", truth, 99.0), 0.0).outcome == SLOW


def test_what_is_walked_is_always_the_same() -> None:
    again: list[HostileFile] = list(hostile_files())
    assert [(f.kind, f.medium) for f in again] == [(f.kind, f.medium) for f in FILES]

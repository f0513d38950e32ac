"""A short campaign of random damage, and proof that its judge sees what it must see."""

from __future__ import annotations

import csv
import random
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from pdfminer.pdftypes import decompress_corrupted

from dagster_project.reading.decoders.pdf.pdfminer_repair import decompress_damaged
from tests.reading.fuzz.campaign import read_originals, run_campaign, sources
from tests.reading.fuzz.mutations import Mutant, rename_sheets
from tests.reading.fuzz.oracle import Original, wrong_figures
from tests.sampling import EVERY_CASE
from tests.shared_documents import needs_shared


@pytest.mark.slow
def test_a_short_campaign_finds_nothing(tmp_path: Path) -> None:
    files = 60 if EVERY_CASE else 16
    report = run_campaign(files, 20261123, tmp_path)
    assert report.problems == [], report.text
    assert report.files == files
    # Most mutants of a campaign that refuses everything prove nothing.
    assert report.confirmed_tables > 0.6 * files


def test_the_same_seed_damages_alike() -> None:
    content = next(content for name, content in sources(with_pdfs=False) if name == "small.xlsx")
    one, two = (rename_sheets(content, random.Random(7)) for _ in range(2))  # noqa: S311
    assert one.name == two.name
    assert one.is_print_kept


def spoil(folder: Path, **changes: str) -> None:
    """Change the first confirmed figure of an extract."""
    path = sorted(folder.glob("gk*.csv"))[0]
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    row = next(r for r in rows if r["cell_state"] == "value" and r["read_status"] == "confirmed")
    row.update(changes)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(params=["small.xlsx", "invented-1.txt"])
def original(request: pytest.FixtureRequest, tmp_path: Path) -> Original:
    files = [file for file in sources(with_pdfs=False) if file[0] == request.param]
    [found] = read_originals(files, tmp_path / "originals")
    return found


@pytest.mark.parametrize(
    "changes", [{"printed_text": "999.99"}, {"column_code": "elsewhere"}, {"row_key": "2089999"}]
)
def test_the_judge_sees_a_figure_that_is_wrong_or_elsewhere(
    changes: dict[str, str], original: Original
) -> None:
    untouched = Mutant(original.content, "nothing", is_print_kept=True)
    assert wrong_figures(original, untouched, original.folder) == []
    spoil(original.folder, **changes)
    assert len(wrong_figures(original, untouched, original.folder)) == 1
    # Damage to the last line of a file is no excuse for a figure in the first table.
    last = frozenset({original.content.count(b"\n")})
    damaged = Mutant(original.content, "flip_bytes", lines=last)
    assert len(wrong_figures(original, damaged, original.folder)) == 1


@needs_shared("published documents take part in the campaign of random damage")
def test_published_documents_take_part() -> None:
    assert sum(name.endswith(".pdf") for name, _ in sources()) >= 3


def outcome_of(function: Callable[[bytes], bytes], data: bytes) -> bytes | str:
    try:
        return function(data)
    except zlib.error as problem:
        return str(problem)


def test_a_damaged_stream_is_what_pdfminer_makes_of_it() -> None:
    chance = random.Random(5)  # noqa: S311
    packed = zlib.compress(bytes(chance.randrange(64) for _ in range(9000)))
    for at in (200, 700, 4200, 5000, len(packed) - 4, len(packed) - 3, len(packed) - 1):
        damaged = bytearray(packed)
        damaged[at] ^= 0xFF
        expected = outcome_of(decompress_corrupted, bytes(damaged))
        assert outcome_of(decompress_damaged, bytes(damaged)) == expected, at
    assert zlib.decompress(packed) == decompress_damaged(packed)


def test_a_large_damaged_stream_costs_no_minutes() -> None:
    chance = random.Random(5)  # noqa: S311
    packed = bytearray(zlib.compress(bytes(chance.randrange(64) for _ in range(4_000_000))))
    packed[-1] ^= 0xFF
    started = time.process_time()
    assert len(decompress_damaged(bytes(packed))) == 4_000_000
    assert time.process_time() - started < 2

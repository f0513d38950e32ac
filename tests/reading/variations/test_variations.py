"""Invented disclosures read back: each unusual way of printing alone, and a few seeds of all."""

from __future__ import annotations

import pytest

from tests.printing.choices import choose, usual
from tests.reading.variations.campaign import try_one

# Each was read wrongly, or not at all, before it was looked at.
ALONE = [
    ("pdf", {"white": "white_zeros"}),
    ("pdf", {"white": "white_zeros", "shading": "stripes"}),
    ("pdf", {"watermark": "level", "page": "rotated"}),
    ("pdf", {"watermark": "slanted", "bold": "doubled"}),
    ("pdf", {"breaks_rows": "yes", "names": "long", "page": "landscape"}),
    ("xlsx", {"hidden": "rows"}),
    ("xlsx", {"hidden": "columns", "merging": "unmerged"}),
    ("xlsx", {"total_label": "本年合计", "zeros": "—", "empty_table": "zero_total"}),
    ("docx", {"changes": "tracked"}),
    ("docx", {"nesting": "nested"}),
    ("docx", {"statistics": "heading_below", "form": "shanxi"}),
]
SEEDS = [("pdf", 402), ("pdf", 411), ("pdf", 414), ("xlsx", 505), ("docx", 104)]


@pytest.mark.parametrize(
    ("medium", "chosen"),
    ALONE,
    ids=lambda value: value if isinstance(value, str) else "+".join(value),
)
def test_every_cell_of_an_unusual_print_is_read(medium: str, chosen: dict[str, str]) -> None:
    verdict = try_one(usual(9, medium, **{"form": "national", **chosen}))
    assert verdict.cells > 150
    assert verdict.faults == []


def test_rows_without_lines_are_right_or_unconfirmed() -> None:
    verdict = try_one(choose(300, "pdf", rulings="no_rows", names="long"))
    assert verdict.confirmed_faults == []
    assert verdict.right >= 0.9 * verdict.cells


@pytest.mark.parametrize("page", ["portrait", "landscape"])
def test_columns_without_lines_are_read_where_all_are_filled(page: str) -> None:
    chosen = {"rulings": "no_columns", "zeros": "0.00", "page": page}
    verdict = try_one(usual(9, "pdf", "national", **chosen))
    assert verdict.confirmed_faults == []
    assert verdict.right >= 0.95 * verdict.cells


@pytest.mark.parametrize("seed", [1, 2, 6, 14, 27])
def test_columns_without_lines_are_right_or_not_read(seed: int) -> None:
    verdict = try_one(choose(seed, "pdf", rulings="no_columns"))
    assert verdict.confirmed_faults == []


@pytest.mark.parametrize(("medium", "seed"), SEEDS)
def test_a_disclosure_of_many_choices_is_read(medium: str, seed: int) -> None:
    verdict = try_one(choose(seed, medium))
    assert verdict.confirmed_faults == []
    assert verdict.right == verdict.cells

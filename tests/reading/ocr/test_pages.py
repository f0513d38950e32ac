"""A page image becomes grids: straight or askew, with every figure read twice and in its place."""

from __future__ import annotations

import os
from functools import lru_cache

import cv2
import numpy as np
import pytest

from dagster_project.reading.decoders.image.decode import add_scanned_pages, decode_image
from dagster_project.reading.decoders.image.images import Pixels
from dagster_project.reading.decoders.image.ruled_lines import find_lines
from dagster_project.reading.decoders.image.straighten import find_slant, straighten
from dagster_project.reading.decoders.pdf import decode_pdf
from dagster_project.reading.interpret import interpret
from dagster_project.reading.model.cells import CONFIRMED, NOT_READ, UNCONFIRMED, ReadTable
from dagster_project.reading.model.grid import DecodedDocument, Grid
from dagster_project.reading.trust.confirm import confirm_tables
from tests.printing.scan import DPI, SCANS, Scan, as_file, render, scan
from tests.reading.ocr.invented import HEADER, ROWS, draw


@lru_cache(maxsize=1)
def page() -> Pixels:
    return render(draw())


@lru_cache(maxsize=1)
def decoded_page() -> DecodedDocument:
    return decode_image(as_file([page()], "PNG"))


def texts(grid: Grid) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row) for row in grid.rows]


def only_grid(decoded: DecodedDocument) -> Grid:
    (grid,) = decoded.grids()
    return grid


def table_of(decoded: DecodedDocument) -> ReadTable:
    document = interpret(decoded)
    (table,) = [t for t in document.tables if t.presence == "data"]
    confirm_tables(document.tables)
    return table


@pytest.mark.parametrize("turn", [-2.0, -0.5, 0.3, 1.5])
def test_a_slant_is_found_and_taken_out(turn: float) -> None:
    slanted = scan(page(), Scan(turn=turn, blur=0.5), 1).grey
    assert find_slant(slanted) == pytest.approx(turn, abs=0.08)
    assert abs(find_slant(straighten(slanted, DPI).grey)) < 0.08


@pytest.mark.parametrize("way", list(SCANS)[:3])
def test_all_rulings_and_nothing_else_are_found(way: str) -> None:
    image = scan(page(), SCANS[way], 1)
    straight = straighten(image.grey, image.dpi)
    found = find_lines(straight.grey, straight.dpi)
    assert len({round(r.at / straight.dpi, 1) for r in found.down}) == len(HEADER) + 1
    assert len({round(r.at / straight.dpi, 1) for r in found.across}) == len(ROWS) + 2


def test_a_stroke_of_a_character_that_nearly_fills_its_row_is_no_border() -> None:
    paper = np.full((400, 900), 255, dtype=np.uint8)
    for y in (100, 154):
        paper[y : y + 2, 50:850] = 0
    paper[108:148, 300:302] = 0
    paper[100:156, 600:602] = 0
    assert [round(line.at, -1) for line in find_lines(paper, DPI).down] == [600]


def test_a_border_of_one_low_row_goes_on_with_the_border_below() -> None:
    paper = np.full((400, 900), 255, dtype=np.uint8)
    for y in (100, 127, 154, 220):
        paper[y : y + 2, 50:850] = 0
    # A head of 0.13 inch, a row of one cell, and the body; a stroke that stands under no border.
    paper[100:129, 300:302] = 0
    paper[154:222, 300:302] = 0
    paper[100:129, 600:602] = 0
    down = sorted(find_lines(paper, DPI).down, key=lambda line: line.start)
    assert [line.at for line in down] == [pytest.approx(301, abs=2)] * 2
    assert [line.start for line in down] == [pytest.approx(100, abs=4), pytest.approx(154, abs=4)]


def test_boxes_of_a_slanted_page_are_those_of_the_page_as_it_came() -> None:
    height, width = page().shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), 1.0, 1.0)
    straight = straighten(scan(page(), Scan(turn=1.0), 1).grey, DPI)
    x, y = matrix @ np.array([400.0, 900.0, 1.0])
    left, top, right, bottom = straight.box_before((399, 899, 401, 901))
    assert left - 4 < x < right + 4
    assert top - 4 < y < bottom + 4


def test_every_cell_of_an_image_is_read_twice() -> None:
    grid = only_grid(decoded_page())
    assert texts(grid) == [HEADER, *ROWS]
    figures = [cell for row in grid.rows[1:] for cell in row[2:] if cell.text]
    assert all(cell.reading == cell.text for cell in figures)
    assert [line.text for line in decoded_page().lines()] == [
        "一般公共预算财政拨款支出决算表",
        "单位：万元",
    ]


def test_boxes_of_an_image_are_in_its_pixels() -> None:
    cell = only_grid(decoded_page()).rows[1][2]
    assert cell.page == 1
    left, top, right, bottom = (edge * DPI / 72 for edge in (280.0, 137.0, 370.0, 159.0))
    assert cell.bbox == pytest.approx((left, top, right, bottom), abs=3.0)


def test_figures_that_add_up_are_confirmed() -> None:
    table = table_of(decoded_page())
    assert table.read_status == CONFIRMED
    assert {cell.read_status for cell in table.cells} == {CONFIRMED}


def test_figures_that_do_not_add_up_are_not_confirmed() -> None:
    rows = [list(row) for row in ROWS]
    rows[7][2] = rows[7][3] = "187.64"
    table = table_of(decode_image(as_file([render(draw(rows))], "PNG")))
    doubtful = {c.row_key for c in table.cells if c.read_status == UNCONFIRMED}
    assert "2210201" in doubtful
    assert table.read_status == UNCONFIRMED


def test_a_blot_in_a_cell_is_not_a_blank() -> None:
    blotted = page().copy()
    x, y = (int(edge * DPI / 72) for edge in (505.0, 214.0))
    cv2.ellipse(blotted, (x, y), (22, 9), 20, 0, 300, 60, 3)
    decoded = decode_image(as_file([blotted], "PNG"))
    cell = only_grid(decoded).rows[4][4]
    assert cell.text or cell.confidence == 0.0
    table = table_of(decoded)
    (read,) = [c for c in table.cells if (c.row_key, c.column_code) == ("2010601", "project")]
    assert read.read_status in (NOT_READ, UNCONFIRMED)


@pytest.mark.slow
@pytest.mark.parametrize("turns", [1, 2] if os.environ.get("JUESUAN_FULL_OCR") else [1])
def test_a_page_fed_sideways_is_read_and_its_boxes_are_those_of_the_page_as_it_came(
    turns: int,
) -> None:
    fed = np.ascontiguousarray(np.rot90(page(), turns))
    grid = only_grid(decode_image(as_file([fed], "PNG")))
    assert texts(grid) == [HEADER, *ROWS]
    left, top, right, bottom = (round(edge) for edge in grid.rows[1][2].bbox or ())
    part = np.rot90(fed[top:bottom, left:right], -turns)
    upright = only_grid(decoded_page()).rows[1][2].bbox or ()
    left, top, right, bottom = (round(edge) for edge in upright)
    assert part.shape == pytest.approx(page()[top:bottom, left:right].shape, abs=2)
    assert part.mean() == pytest.approx(page()[top:bottom, left:right].mean(), abs=3)


@pytest.mark.slow
def test_pages_of_a_tiff_are_numbered_and_jpeg_is_read() -> None:
    pages = [scan(page(), SCANS["150 dpi, noisy"], n).grey for n in (1, 2)]
    decoded = decode_image(as_file(pages, "TIFF", 150))
    assert decoded.page_count == 2
    assert [grid.page for grid in decoded.grids()] == [1, 2]
    for grid in decoded.grids():
        assert texts(grid) == [HEADER, *ROWS]


def test_a_scanned_pdf_is_read_with_boxes_in_points() -> None:
    content = as_file([page()], "PDF")
    without = decode_pdf(content)
    assert [p.page for p in without.pages_without_text] == [1]
    decoded = add_scanned_pages(content, without)
    grid = only_grid(decoded)
    assert texts(grid) == [HEADER, *ROWS]
    assert grid.rows[1][2].bbox == pytest.approx((280.0, 137.0, 370.0, 159.0), abs=1.5)


def test_a_pdf_with_text_on_every_page_is_left_as_it_is() -> None:
    content = draw()
    decoded = decode_pdf(content)
    assert add_scanned_pages(content, decoded) is decoded

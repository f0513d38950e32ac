"""The second reading is another library's; where there is none, no figure passes for agreed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dagster_project.reading.decoders.pdf import decode_pdf
from dagster_project.reading.decoders.pdf.second_reading import Glyph, SecondReader
from dagster_project.reading.model.grid import GridCell
from dagster_project.reading.model.readings import readings_agree
from tests.printing.drawing import A4, Drawing, Table

ROWS = [["行政运行", "11.10", "1,234.56"], ["住房公积金", "22.20", "-7.00"]]


def upright(drawing: Drawing) -> None:
    drawing.canvas.translate(20, -30)


def cropped(drawing: Drawing) -> None:
    drawing.canvas.setCropBox((50, 100, 500, 800))


def turned(drawing: Drawing) -> None:
    drawing.canvas.setPageRotation(90)
    drawing.canvas.translate(A4[1], 0)
    drawing.canvas.rotate(90)


def sideways(drawing: Drawing) -> None:
    drawing.canvas.translate(A4[0], 0)
    drawing.canvas.rotate(90)
    drawing.height = A4[0]


def figures(prepare: Callable[[Drawing], None], password: str | None = None) -> list[GridCell]:
    drawing = Drawing(password=password)
    prepare(drawing)
    drawing.table(Table(ROWS))
    (grid,) = decode_pdf(drawing.bytes()).grids()
    assert [[cell.text for cell in row] for row in grid.rows] == ROWS
    return [cell for row in grid.rows for cell in row[1:]]


@pytest.mark.parametrize("prepare", [upright, cropped, turned, sideways])
@pytest.mark.parametrize("library", ["pdf_oxide", "pdfminer"])
def test_each_library_reads_every_figure_in_its_cell(
    prepare: Callable[[Drawing], None], library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = "read_slowly" if library == "pdf_oxide" else "read"
    monkeypatch.setattr(SecondReader, other, lambda self, page_no: None)
    found = figures(prepare)
    assert all(cell.reading and readings_agree(cell) for cell in found)


@pytest.mark.parametrize("library", ["pdf_oxide", "pdfminer"])
def test_a_file_with_an_owner_password_is_read_twice_too(
    library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = "read_slowly" if library == "pdf_oxide" else "read"
    monkeypatch.setattr(SecondReader, other, lambda self, page_no: None)
    assert all(readings_agree(cell) for cell in figures(upright, password=""))


def _reads_badly(self: SecondReader, page_no: int) -> list[Glyph]:
    return [Glyph("9", 160.0, 842.0 - 130.0, 10.5)]


def test_one_library_that_reads_badly_is_outvoted_by_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(SecondReader, "read", _reads_badly)
    assert all(readings_agree(cell) for cell in figures(lambda drawing: None))


def test_figures_that_no_library_reads_alike_are_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SecondReader, "read", _reads_badly)
    monkeypatch.setattr(SecondReader, "read_slowly", _reads_badly)
    assert not any(readings_agree(cell) for cell in figures(lambda drawing: None))


def test_without_a_second_reading_every_figure_is_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("read", "read_slowly"):
        monkeypatch.setattr(SecondReader, name, lambda self, page_no: None)
    assert not any(readings_agree(cell) for cell in figures(lambda drawing: None))


def test_a_figure_that_only_the_second_reading_sees_is_in_doubt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = SecondReader.read

    def more(self: SecondReader, page_no: int) -> list[Glyph]:
        return [*(read(self, page_no) or []), Glyph("5", 160.0, 842.0 - 152.0, 10.5)]

    monkeypatch.setattr(SecondReader, "read", more)
    monkeypatch.setattr(SecondReader, "read_slowly", lambda self, page_no: None)
    drawing = Drawing()
    drawing.table(Table([["行政运行", "11.10"], ["住房公积金", ""]]))
    (grid,) = decode_pdf(drawing.bytes()).grids()
    assert readings_agree(grid.rows[0][1])
    assert not readings_agree(grid.rows[1][1])

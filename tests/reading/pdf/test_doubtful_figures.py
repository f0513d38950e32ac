"""What must not be taken as read: figures on top of one another, across borders, or damaged."""

from __future__ import annotations

import re
import zlib

import pytest

from dagster_project.reading.decoders.pdf import decode_pdf
from dagster_project.reading.decoders.pdf.integrity import has_damaged_streams
from dagster_project.reading.model.grid import GridCell
from dagster_project.reading.model.readings import readings_agree
from tests.printing.drawing import Drawing, Table

ROWS = [["行政运行", "11.10", "1,234.56"], ["住房公积金", "22.20", "7.00"]]


def cells_of(drawing: Drawing) -> list[list[GridCell]]:
    (grid,) = decode_pdf(drawing.bytes()).grids()
    return grid.rows


def test_bold_made_by_printing_twice_is_one_figure() -> None:
    drawing = Drawing()
    drawing.table(Table(ROWS))
    drawing.text(154.4, 134, "11.10")
    drawing.text(64.3, 134, "行政运行")
    row = cells_of(drawing)[0]
    assert [cell.text for cell in row] == ROWS[0]
    assert all(readings_agree(cell) for cell in row)


@pytest.mark.parametrize("shift", [0.0, 1.0, 2.6])
def test_different_figures_on_top_of_one_another_are_in_doubt(shift: float) -> None:
    drawing = Drawing()
    drawing.table(Table(ROWS))
    drawing.text(154 + shift, 134, "11.40")
    rows = cells_of(drawing)
    assert not readings_agree(rows[0][1])
    assert rows[0][1].confidence < 1
    assert readings_agree(rows[1][1])


def test_a_figure_across_a_border_is_whole_and_in_doubt() -> None:
    drawing = Drawing()
    drawing.table(Table([["行政运行", "", ""], ["住房公积金", "22.20", "7.00"]]))
    drawing.text(190, 134, "123,456,789.10")
    row = cells_of(drawing)[0]
    assert "123,456,789.10" in [cell.text for cell in row]
    assert [cell.confidence < 1 for cell in row] == [False, True, True]
    assert not all(readings_agree(cell) for cell in row)


def test_figures_drawn_without_a_gap_go_each_to_its_cell() -> None:
    drawing = Drawing()
    drawing.table(Table([["行政运行", "", ""], ["住房公积金", "22.20", "7.00"]]))
    # 6 characters of 5.25 points and 2.6 for the dot: the second begins at the border, 240.
    drawing.text(240 - 23.6, 134, "11.1022.20")
    row = cells_of(drawing)[0]
    assert [cell.text for cell in row][1:] == ["11.10", "22.20"]


def test_invisible_text_is_not_printed() -> None:
    drawing = Drawing()
    drawing.table(Table([["行政运行", ""], ["住房公积金", "22.20"]]))
    text = drawing.canvas.beginText(154, drawing.height - 134)
    text.setTextRenderMode(3)
    text.textOut("99.99")
    drawing.canvas.drawText(text)
    assert cells_of(drawing)[0][1].text == ""


def _with_changed_page(content: bytes, old: bytes, new: bytes) -> bytes:
    """Return the file with its page's stream changed but not the stream's checksum."""
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        try:
            plain = zlib.decompress(found[1])
        except zlib.error:
            continue
        if old in plain:
            packed = zlib.compress(plain.replace(old, new))
            return content[: found.start(1)] + packed[:-5] + b"XXXXX" + content[found.end(1) :]
    raise AssertionError("no such text in any stream")


def test_a_damaged_stream_leaves_no_figure_confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportlab.rl_config.useA85", 0)
    drawing = Drawing()
    drawing.canvas.setPageCompression(1)
    drawing.canvas._useA85 = 0
    drawing.table(Table(ROWS))
    content = drawing.bytes()
    assert not has_damaged_streams(content)
    damaged = _with_changed_page(content, b"11.10", b"11.40")
    assert has_damaged_streams(damaged)
    decoded = decode_pdf(damaged)
    assert decoded.notes
    figures = [
        c for g in decoded.grids() for row in g.rows for c in row if any(map(str.isdigit, c.text))
    ]
    assert not any(readings_agree(cell) for cell in figures)

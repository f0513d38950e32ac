"""What runs in the sandbox to write notes into a PDF: annotations that any viewer shows.

The notes are appended to the file (an incremental update): every byte that was published is still
there, in its place, and no content of a page is touched. pdfium writes them, which has read the
file before: what it cannot open was never read.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from dagster_project.reading.batch.preflight import check_file
from dagster_project.reading.decoders.media import PDF, medium_of
from dagster_project.reading.decoders.pdf.opening import open_page, open_pdf
from dagster_project.reading.model.source import RefusedError, read_source
from dagster_project.reading.page.page_model import Frame
from dagster_project.reading.sandbox.confine import close_programs
from dagster_project.reading.sandbox.worker import announce_pages
from dagster_project.sources.in_sandbox import Share

AUTHOR = "Juesuan"
_PRINTED = 4
# Points: the line of a box, and the little number on it.
_LINE, _CHIP, _DIGIT, _FONT = 1.2, 7.0, 3.6, 6.2
# A note that belongs to no place of its page stands at its top.
_ICON, _ICON_STEP = 18.0, 22.0
_BOX, _WORDS, _NOTE = "box", "words", "note"


@dataclass(frozen=True)
class Note:
    """One note: its page from 1, boxes as shares of the page, words, colour, number in the list.

    ``kind`` is ``box`` around a cell, ``words`` (marked as with a pen), or ``note`` without a box.
    The number is shown on it where it ``is_numbered``: once for the cells of a sum.
    """

    kind: str
    page: int
    boxes: tuple[Share, ...]
    text: str
    colour: tuple[int, int, int]
    number: str
    name: str
    is_numbered: bool = True


def write_notes(path: Path, notes: Sequence[Note]) -> bytes | RefusedError:
    """Return the PDF with notes appended, or why there are none."""
    close_programs()
    try:
        [file] = read_source([path])
        announce_pages(check_file(file))
        if medium_of(file.content) != PDF:
            raise RefusedError("not_pdf", "这不是 PDF 文件")
        return _append(file.content, notes)
    except RefusedError as refusal:
        return refusal


def _append(content: bytes, notes: Sequence[Note]) -> bytes:
    with open_pdf(content) as document:
        pages = len(document)
        counts: dict[int, int] = {}
        for number in sorted({note.page for note in notes if 1 <= note.page <= pages}):
            with open_page(document, number) as page:
                own = [note for note in notes if note.page == number]
                _write_page(document, page, own)
                counts[number] = raw.FPDFPage_GetAnnotCount(page.raw)
        # The second way rewrites the file: for one whose table of objects is broken.
        for flags in (raw.FPDF_INCREMENTAL, raw.FPDF_NO_INCREMENTAL):
            stream = io.BytesIO()
            with contextlib.suppress(pdfium.PdfiumError):
                document.save(stream, flags=flags)
                written = stream.getvalue()
                if _holds(written, pages, counts):
                    return written
    raise RefusedError("damaged", "PDF 文件已损坏,批注写不进去")


def _holds(content: bytes, pages: int, counts: dict[int, int]) -> bool:
    """Return whether a written file opens again with every page and every note."""
    try:
        with open_pdf(content) as document:
            if len(document) != pages:
                return False
            for number, expected in counts.items():
                with open_page(document, number) as page:
                    if raw.FPDFPage_GetAnnotCount(page.raw) != expected:
                        return False
    except RefusedError:
        return False
    return True


def _write_page(document: pdfium.PdfDocument, page: pdfium.PdfPage, notes: Sequence[Note]) -> None:
    frame = Frame(page.get_rotation() % 360, *page.get_bbox())
    icons = 0
    for note in notes:
        if note.kind == _NOTE or not note.boxes:
            _write_icon(page, frame, note, icons)
            icons += 1
            continue
        if note.kind == _BOX:
            for box in note.boxes:
                _write_box(page, _points(frame, box), note)
        else:
            _write_words(page, [_points(frame, box) for box in note.boxes], note)
        if note.is_numbered:
            _write_number(document, page, frame, note)


def _points(frame: Frame, box: Share) -> tuple[float, float, float, float]:
    """Return a share of the page as left, bottom, right, top in the page's own space."""
    width, height = frame.size
    x0, y0 = frame.unplace(box[0] * width, box[1] * height)
    x1, y1 = frame.unplace(box[2] * width, box[3] * height)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


@contextlib.contextmanager
def _annotation(
    page: pdfium.PdfPage, kind: int, rect: tuple[float, float, float, float], note: Note
) -> Iterator[Any]:
    annotation = raw.FPDFPage_CreateAnnot(page.raw, kind)
    if not annotation:
        raise RefusedError("damaged", "PDF 文件已损坏,批注写不进去")
    try:
        left, bottom, right, top = rect
        raw.FPDFAnnot_SetRect(annotation, raw.FS_RECTF(left, top, right, bottom))
        raw.FPDFAnnot_SetFlags(annotation, _PRINTED)
        for key, text in (("T", AUTHOR), ("NM", note.name), ("Subj", note.number)):
            _set(annotation, key, text)
        yield annotation
    finally:
        raw.FPDFPage_CloseAnnot(annotation)


def _set(annotation: Any, key: str, text: str) -> None:
    raw.FPDFAnnot_SetStringValue(annotation, key.encode(), _wide(text))


def _wide(text: str) -> Any:
    encoded = (text + "\0").encode("utf-16-le")
    return ctypes.cast(ctypes.create_string_buffer(encoded, len(encoded)), raw.FPDF_WIDESTRING)


def _colour(annotation: Any, note: Note, opacity: int) -> None:
    raw.FPDFAnnot_SetColor(annotation, raw.FPDFANNOT_COLORTYPE_Color, *note.colour, opacity)


def _ink(note: Note) -> str:
    return " ".join(f"{part / 255:.3f}" for part in note.colour)


def _write_box(page: pdfium.PdfPage, rect: tuple[float, float, float, float], note: Note) -> None:
    left, bottom, right, top = rect
    with _annotation(page, raw.FPDF_ANNOT_SQUARE, rect, note) as annotation:
        _set(annotation, "Contents", note.text)
        _colour(annotation, note, 255)
        raw.FPDFAnnot_SetBorder(annotation, 0, 0, _LINE)
        # The appearance is written as well: not every viewer draws a box by itself.
        inner = _LINE / 2
        size = f"{right - left - _LINE:.2f} {top - bottom - _LINE:.2f}"
        path = f"{left + inner:.2f} {bottom + inner:.2f} {size} re S"
        drawn = f"{_ink(note)} RG {_LINE} w {path}"
        raw.FPDFAnnot_SetAP(annotation, raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL, _wide(drawn))


def _write_words(
    page: pdfium.PdfPage, rects: Sequence[tuple[float, float, float, float]], note: Note
) -> None:
    around = (
        *(min(rect[0] for rect in rects), min(rect[1] for rect in rects)),
        *(max(rect[2] for rect in rects), max(rect[3] for rect in rects)),
    )
    with _annotation(page, raw.FPDF_ANNOT_HIGHLIGHT, around, note) as annotation:
        _set(annotation, "Contents", note.text)
        _colour(annotation, note, 90)
        for left, bottom, right, top in rects:
            corners = raw.FS_QUADPOINTSF(left, top, right, top, left, bottom, right, bottom)
            raw.FPDFAnnot_AppendAttachmentPoints(annotation, corners)


def _write_icon(page: pdfium.PdfPage, frame: Frame, note: Note, before: int) -> None:
    """Write a note without a place: an icon at the top of the page."""
    x, y = frame.unplace(_ICON + before * _ICON_STEP, _ICON)
    rect = (x - _ICON / 2, y - _ICON / 2, x + _ICON / 2, y + _ICON / 2)
    with _annotation(page, raw.FPDF_ANNOT_TEXT, rect, note) as annotation:
        _set(annotation, "Contents", note.text)
        _colour(annotation, note, 255)


def _write_number(
    document: pdfium.PdfDocument, page: pdfium.PdfPage, frame: Frame, note: Note
) -> None:
    """Write the number of the list on the first box, upright as the page is shown.

    It stands over the upper left corner, where it covers no figure: those are to the right.
    """
    width, height = frame.size
    box = note.boxes[0]
    wide = _DIGIT * len(note.number) + 4
    left, top = box[0] * width, max(box[1] * height - _CHIP, 0.0)
    chip = (left / width, top / height, (left + wide) / width, (top + _CHIP) / height)
    rect = _points(frame, chip)
    right_way, up = frame.unplace(1, 0), frame.unplace(0, -1)
    origin = frame.unplace(0, 0)
    turn = (
        *(right_way[0] - origin[0], right_way[1] - origin[1]),
        *(up[0] - origin[0], up[1] - origin[1]),
    )
    with _annotation(page, raw.FPDF_ANNOT_STAMP, rect, note) as annotation:
        _set(annotation, "Contents", note.number)
        plate = raw.FPDFPageObj_CreateNewRect(
            rect[0], rect[1], rect[2] - rect[0], rect[3] - rect[1]
        )
        raw.FPDFPageObj_SetFillColor(plate, *note.colour, 255)
        raw.FPDFPath_SetDrawMode(plate, raw.FPDF_FILLMODE_WINDING, False)
        raw.FPDFAnnot_AppendObject(annotation, plate)
        digits = raw.FPDFPageObj_NewTextObj(document.raw, b"Helvetica-Bold", _FONT)
        raw.FPDFText_SetText(digits, _wide(note.number))
        raw.FPDFPageObj_SetFillColor(digits, 255, 255, 255, 255)
        at = frame.unplace(left + 2, top + _CHIP - 1.3)
        raw.FPDFPageObj_Transform(digits, *turn, *at)
        raw.FPDFAnnot_AppendObject(annotation, digits)

"""Decodes .docx with python-docx: paragraphs and tables in the order of the document."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table

from dagster_project.reading.decoders.beside_text import WORD_PARTS, notes_beside, unread_note
from dagster_project.reading.decoders.containers import open_archive
from dagster_project.reading.decoders.layout_tables import only_lays_out
from dagster_project.reading.decoders.sheets import column_letters
from dagster_project.reading.model.grid import DecodedDocument, Grid, GridCell, Place, TextLine
from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.page.raised import as_mark

_WHAT = "Word 文档（docx）"
_MOST_COLUMNS = 200
# What stands for what in a run, None for its text; and around what is not of the text: deletions
# and the old place of what was moved.
_WRITTEN = {
    qn("w:t"): None,
    qn("w:tab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
    # A character by its place in a font.
    qn("w:sym"): None,
}
# Characters of the font Symbol that make figures: a sign that is lost turns a figure round.
_SYMBOLS = {0x2D: "-", 0x2B: "+", 0x2C: ",", 0x2E: ".", 0x28: "(", 0x29: ")", 0x2F: "/"}
_SYMBOLS |= {code: chr(code) for code in range(0x30, 0x3A)}
_NOT_SHOWN = (qn("w:del"), qn("w:moveFrom"))
_UNKNOWN = "\ufffd"
_BOX = qn("w:txbxContent")
# The copy of a drawing that is kept for programs of before.
_COPY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def _is_frame(table: object) -> bool:
    """Return whether a table only holds other tables in place, or running text.

    One cell per row with tables inside, or cells that are places of a text.
    """
    rows = [row.findall(qn("w:tc")) for row in table.findall(qn("w:tr"))]  # type: ignore[attr-defined]
    holds = next(table.iterdescendants(qn("w:tbl")), None) is not None  # type: ignore[attr-defined]
    if holds:
        return all(len(row) == 1 for row in rows)
    return only_lays_out(
        [[[_text(p) for p in cell.findall(qn("w:p"))] for cell in row] for row in rows]
    )


def _blocks(document: docx.document.Document) -> Iterator[Any]:
    """Yield paragraphs and tables of the body, those inside content controls and frames too.

    A text box follows the paragraph that it hangs on.
    """
    body = document.element.body
    frames = {table for table in body.iter(qn("w:tbl")) if _is_frame(table)}
    for element in body.iter(qn("w:p"), qn("w:tbl")):
        outer = element.iterancestors(qn("w:tbl"), _COPY)
        if element not in frames and all(parent in frames for parent in outer):
            yield element


def _boxes_in_tables(document: docx.document.Document) -> list[str]:
    """Return the texts of boxes that hang on a cell: they are no part of what it holds."""
    found = []
    for box in document.element.body.iter(_BOX):
        if any(parent.tag == _COPY for parent in box.iterancestors()):
            continue
        if next(box.iterancestors(qn("w:tbl")), None) is not None:
            found += [text for p in box.iter(qn("w:p")) if (text := _text(p).strip())]
    return found


def _text(paragraph: object) -> str:
    """Return the text of a paragraph as it is shown with all changes accepted.

    python-docx leaves out what is marked as inserted: a corrected figure would be a blank. Raised
    and lowered digits are marks: 500.00 with a small 1 is not 500.001. What is struck through
    beside other text was replaced by it.
    """
    written = kept = ""
    for element in paragraph.iter(*_WRITTEN):  # type: ignore[attr-defined]
        run = element.getparent()
        is_hidden = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}") is not None
        if is_hidden or next(element.iterancestors(*_NOT_SHOWN, _COPY), None) is not None:
            continue
        if next(element.iterancestors(qn("w:p")), None) is not paragraph:
            # Of a box that hangs on this paragraph.
            continue
        raised = run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
        is_symbol = element.tag == qn("w:sym")
        text = _WRITTEN[element.tag] or (_symbol(element) if is_symbol else element.text) or ""
        is_raised = raised is not None and raised.get(qn("w:val")) in ("superscript", "subscript")
        text = as_mark(text) if is_raised else text
        written += text
        kept += "" if _is_struck(run) else text
    return kept if kept.strip() else written


def _is_struck(run: Any) -> bool:
    lines = (run.find(f"{qn('w:rPr')}/{qn(name)}") for name in ("w:strike", "w:dstrike"))
    return any(e is not None and e.get(qn("w:val")) not in ("0", "false", "off") for e in lines)


def _symbol(element: Any) -> str:
    """Return the character of a symbol; one that nobody knows stands as such, never as nothing."""
    number = element.get(qn("w:char")) or ""
    code = int(number, 16) & 0xFF if re.fullmatch(r"[0-9A-Fa-f]{1,4}", number) else 0
    is_plain = (element.get(qn("w:font")) or "").lower() == "symbol"
    return _SYMBOLS.get(code, _UNKNOWN) if is_plain else _UNKNOWN


def _cell_text(element: object) -> str:
    """Return the paragraphs of a cell joined; a wrapped name is one name."""
    paragraphs = element.iter(qn("w:p"))  # type: ignore[attr-defined]
    return "".join(
        _text(paragraph).strip()
        for paragraph in paragraphs
        if next(paragraph.iterancestors(_BOX), None) is None
    )


def _grid(table: Table, number: int) -> Grid | None:
    """Return a table; a cell merged downwards or sideways is the same cell in all its places."""
    name = f"表{number}"
    placed: list[list[Place | None]] = []
    elements: dict[Place, object] = {}
    above: list[Place | None] = []
    for row in table._tbl.tr_lst:
        current: list[Place | None] = [None] * row.grid_before
        for cell in row.tc_lst:
            is_continued = cell.vMerge == "continue"
            at = len(current)
            origin = above[at] if is_continued and at < len(above) else None
            if origin is None:
                origin = (len(placed), at)
                elements[origin] = cell
            current.extend([origin] * min(cell.grid_span, _MOST_COLUMNS))
        placed.append(current[:_MOST_COLUMNS])
        above = placed[-1]
    width = max((len(row) for row in placed), default=0)
    if not width:
        return None
    # Places that no cell takes hold blank cells of their own.
    owners = [
        [(row[c] if c < len(row) else None) or (r, c) for c in range(width)]
        for r, row in enumerate(placed)
    ]
    cells = dict(_cells(owners, elements, name))
    return Grid([[cells[owner] for owner in row] for row in owners], name)


def _cells(
    owners: list[list[Place]], elements: Mapping[Place, object], name: str
) -> Iterator[tuple[Place, GridCell]]:
    """Yield each cell with where it begins; ``owners`` tells of every place whose it is."""
    spans: dict[Place, list[Place]] = {}
    for r, row in enumerate(owners):
        for c, owner in enumerate(row):
            spans.setdefault(owner, []).append((r, c))
    for owner, places in spans.items():
        yield (
            owner,
            GridCell(
                _cell_text(elements[owner]) if owner in elements else "",
                f"{name}!{column_letters(owner[1] + 1)}{owner[0] + 1}",
                row_span=len({r for r, _ in places}),
                column_span=len({c for _, c in places}),
                place=owner,
            ),
        )


def decode_docx(content: bytes) -> DecodedDocument:
    """Return the paragraphs and tables of a document. Raises RefusedError where it is broken."""
    archive = open_archive(content, _WHAT)
    decoded = DecodedDocument()
    try:
        decoded.beside += notes_beside(archive, WORD_PARTS)
        document = docx.Document(io.BytesIO(content))
        paragraphs = tables = 0
        for block in _blocks(document):
            if block.tag == qn("w:tbl"):
                tables += 1
                grid = _grid(Table(block, document), tables)
                if grid is not None:
                    decoded.items.append(grid)
                continue
            paragraphs += 1
            for line in _text(block).splitlines():
                if line.strip():
                    decoded.items.append(TextLine(line, f"第{paragraphs}段"))
        if boxes := _boxes_in_tables(document):
            decoded.beside.append(unread_note("表中文本框", boxes))
    except Exception as problem:
        raise RefusedError("broken_file", f"{_WHAT}已损坏，打不开") from problem
    return decoded

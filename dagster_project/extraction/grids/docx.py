"""Decodes .docx with python-docx: paragraphs and tables in the order of the document."""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from dagster_project.extraction.grids.containers import open_archive
from dagster_project.extraction.grids.model import DecodedDocument, Grid, GridCell, TextLine
from dagster_project.extraction.grids.sheets import column_letters
from dagster_project.extraction.source import RefusedError

_WHAT = "Word 文档（docx）"
_MOST_COLUMNS = 200


def _blocks(document: docx.document.Document) -> Iterator[Paragraph | Table]:
    """Yield paragraphs and tables of the body, those inside content controls too."""
    body = document.element.body
    for element in body.iter(qn("w:p"), qn("w:tbl")):
        inside = next(element.iterancestors(qn("w:tbl"), qn("w:txbxContent")), None)
        if inside is not None:
            continue
        if element.tag == qn("w:tbl"):
            yield Table(element, document)
        else:
            yield Paragraph(element, document)


def _cell_text(element: object) -> str:
    """Return the paragraphs of a cell joined; a wrapped name is one name."""
    paragraphs = element.iter(qn("w:p"))  # type: ignore[attr-defined]
    return "".join(Paragraph(p, None).text.strip() for p in paragraphs)  # type: ignore[arg-type]


def _grid(table: Table, number: int) -> Grid | None:
    """Return a table; a cell merged downwards or sideways is the same cell in all its places."""
    name = f"表{number}"
    placed: list[list[object | None]] = []
    above: list[object | None] = []
    for row in table._tbl.tr_lst:
        current: list[object | None] = [None] * row.grid_before
        for cell in row.tc_lst:
            is_continued = cell.vMerge == "continue"
            at = len(current)
            origin = (
                above[at] if is_continued and at < len(above) and above[at] is not None else cell
            )
            current.extend([origin] * min(cell.grid_span, _MOST_COLUMNS))
        placed.append(current[:_MOST_COLUMNS])
        above = placed[-1]
    width = max((len(row) for row in placed), default=0)
    if not width:
        return None
    return Grid(list(_cells(placed, width, name)), name)


def _cells(placed: list[list[object | None]], width: int, name: str) -> Iterator[list[GridCell]]:
    spans: dict[int, list[tuple[int, int]]] = {}
    for r, row in enumerate(placed):
        for c, element in enumerate(row):
            if element is not None:
                spans.setdefault(id(element), []).append((r, c))
    made: dict[int, GridCell] = {}
    for r, row in enumerate(placed):
        cells = []
        for c in range(width):
            element = row[c] if c < len(row) else None
            locator = f"{name}!{column_letters(c + 1)}{r + 1}"
            if element is None:
                cells.append(GridCell("", locator))
                continue
            if id(element) not in made:
                places = spans[id(element)]
                made[id(element)] = GridCell(
                    _cell_text(element),
                    locator,
                    row_span=len({place[0] for place in places}),
                    column_span=len({place[1] for place in places}),
                )
            cells.append(made[id(element)])
        yield cells


def decode_docx(content: bytes) -> DecodedDocument:
    """Return the paragraphs and tables of a document. Raises RefusedError where it is broken."""
    open_archive(content, _WHAT)
    decoded = DecodedDocument()
    try:
        document = docx.Document(io.BytesIO(content))
        paragraphs = tables = 0
        for block in _blocks(document):
            if isinstance(block, Table):
                tables += 1
                grid = _grid(block, tables)
                if grid is not None:
                    decoded.items.append(grid)
                continue
            paragraphs += 1
            for line in block.text.splitlines():
                if line.strip():
                    decoded.items.append(TextLine(line, f"第{paragraphs}段"))
    except Exception as problem:
        reason = f"{type(problem).__name__}: {problem}"[:200]
        raise RefusedError("broken_file", f"{_WHAT}已损坏，打不开（{reason}）") from None
    return decoded

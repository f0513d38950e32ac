"""How much of what is printed was read: counted on the source, not on what was made of it.

A figure is a number that tells an amount, a count or a share. Codes, line numbers, numbers of
columns, years, dates and numbers of sections are none.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from dagster_project.contract.amounts import UnreadableAmountError, parse_printed_amount
from dagster_project.contract.words import word
from dagster_project.form.codes import SPACED_CODE
from dagster_project.form.fields import is_field, is_page_number, note_kind
from dagster_project.form.header_words import is_lead_label, is_numbering
from dagster_project.form.labels import squeeze
from dagster_project.form.titles import is_other_table_code, printed_number
from dagster_project.reading.decoders.layout_tables import is_sentence
from dagster_project.reading.model import coverage
from dagster_project.reading.model.cells import NOT_READ, ReadTable
from dagster_project.reading.model.coverage import Coverage, UnknownTable
from dagster_project.reading.model.document import Heading, ReadDocument
from dagster_project.reading.model.grid import DecodedDocument, GridCell, Row, TextLine, distinct
from dagster_project.reading.narrative.claims.grammar import read_grammar
from dagster_project.reading.narrative.claims.numbers import (
    class_of,
    classify_numbers,
    find_numbers,
    make_text,
)
from dagster_project.reading.narrative.running_text import lines_left_out
from dagster_project.reading.tables.header import read_header
from dagster_project.reading.tables.regions import Region

# A figure as it is found again among the cells: where it stands and what it is worth.
Figure = tuple[str, Decimal]

_INTEGER = re.compile(r"\d+")
_NO_COUNT = re.compile(r"0\d+|(?:19|20)\d{2}")
_CODE = re.compile(SPACED_CODE)
_LEAST_LINE_NUMBERS = 3
_LEAST_FIGURES = 2
_LINES_ABOVE = 8
_LONGEST_TITLE = 60
# Classes of numbers that may be figures all the same: no pattern says what they are instead.
_MAYBE_FIGURE = ("unclassified", "overlong")


@lru_cache(maxsize=8192)
def _value(text: str) -> Decimal | None:
    try:
        amount = parse_printed_amount(text.rstrip("%％"))
    except UnreadableAmountError:
        return None
    return amount.value if amount else None


def _are_no_figures(texts: Sequence[str], integers: Sequence[str]) -> bool:
    """Return whether the integers of a column are codes or line numbers."""
    if any(is_lead_label(text) for text in texts):
        return True
    has_amounts = any("." in text and _value(text) is not None for text in texts)
    # 01 and 99 in one column: a code in pieces, one column for 类, 款 and 项 each.
    are_codes = all(_CODE.fullmatch(text) for text in integers) or any(
        text.startswith("0") and len(text) > 1 for text in integers
    )
    if not has_amounts and are_codes:
        return True
    counted = [int(text) for text in integers]
    rises = all(after == before + 1 for before, after in pairwise(counted))
    return len(counted) >= _LEAST_LINE_NUMBERS and rises


def figures_in_rows(rows: Sequence[Row]) -> Iterator[Figure]:
    """Yield every figure of a grid, in reading order."""
    columns: dict[int, list[GridCell]] = defaultdict(list)
    kept: dict[object, tuple[GridCell, str]] = {}
    for row in rows:
        cells = distinct(row)
        if is_numbering([cell.text for cell in cells]):
            continue
        for cell in cells:
            if cell.place is not None and cell.place not in kept:
                kept[cell.place] = (cell, squeeze(cell.text))
                columns[cell.place[1]].append(cell)
    leads = set()
    for column, own in columns.items():
        texts = [squeeze(cell.text) for cell in own]
        integers = [text for text in texts if _INTEGER.fullmatch(text)]
        if integers and _are_no_figures(texts, integers):
            leads.add(column)
    for place, (cell, text) in kept.items():
        value = _value(text)
        is_integer = _INTEGER.fullmatch(text)
        if value is None:
            # Several figures in one cell are figures, and none of them is one of the table's.
            parts = [part for part in cell.text.split() if "." in part]
            values = [found for part in parts if (found := _value(part)) is not None]
            yield from ((cell.locator, found) for found in values)
        elif not is_integer or not (_NO_COUNT.fullmatch(text) or place[1] in leads):  # type: ignore[index]
            yield cell.locator, value


def _has_form(digits: str, with_unit: str) -> bool:
    """Return whether a number looks like a figure: decimals, thousands, or a unit behind it."""
    return "." in digits or "," in digits or not with_unit.endswith(digits)


def _figures_in_words(words: str) -> Iterator[Decimal]:
    """Yield the figures among words that are no narrative: numbers with a unit or decimals."""
    grammar, text = read_grammar(), make_text(words)
    classes = classify_numbers(text, grammar)
    for token in find_numbers(text, grammar):
        is_figure = _has_form(token.digits, token.digits + token.unit)
        if is_figure and not class_of(token, classes):
            yield Decimal(token.value)


def _in_lines(whole: DecodedDocument, headings: Sequence[Heading]) -> Counter[Figure]:
    """Return the figures of lines that are no running text: of tables that are printed as text."""
    return Counter(
        (line.locator, value)
        for line in lines_left_out(list(whole.lines()), headings)
        if not is_page_number(line.text)
        for value in _figures_in_words(line.text)
    )


def _cells(tables: Iterable[ReadTable]) -> Counter[Figure]:
    cells = [cell for table in tables for cell in table.cells]
    read = [(c.source_locator, c.printed_text) for c in cells if c.cell_state == "value"]
    # Alone on the next page a line number looks like a count, and is kept with its row.
    read += {(c.source_locator, c.printed_line_no) for c in cells}
    values = ((place, _value(squeeze(text))) for place, text in read)
    return Counter((place, value) for place, value in values if value is not None)


def _values(figures: Counter[Figure]) -> Counter[Decimal]:
    return Counter(value for _, value in figures.elements())


def _in_words_of_cells(tables: Iterable[ReadTable]) -> Counter[Decimal]:
    """Return the figures in cells of words: over several lines of text they stand in none."""
    texts = (cell.printed_text for table in tables for cell in table.cells)
    words = (text for text in texts if _value(squeeze(text)) is None)
    return Counter(value for text in words for value in _figures_in_words(text))


def _in_unread_prose(whole: DecodedDocument, tables: Sequence[ReadTable]) -> int:
    """Return how many figures stand in sentences of grids of which no table was made.

    Text is read from lines; a sentence that is left in a cell was read by nobody.
    """
    places = {place for t in tables for place in (t.source_locator or "").split("、")}
    sentences = (
        cell.text
        for grid in whole.grids()
        if grid.locator not in places
        for cell in grid.cells()
        if is_sentence(cell.text) and note_kind(cell.text) is None
    )
    return sum(1 for text in sentences for _ in _figures_in_words(text))


def _of_unread_tables(left: Counter[Figure], tables: Iterable[UnknownTable]) -> Counter[Decimal]:
    """Return the figures of lines that may be rows of a table of which only the title was read.

    A row has several of them; a figure alone in a line is as likely one of the text.
    """
    if not any(table.state == coverage.NOT_READ and not table.figures for table in tables):
        return Counter()
    beside = Counter(place for place, _ in left.elements())
    rows = {each: count for each, count in left.items() if beside[each[0]] >= _LEAST_FIGURES}
    return _values(Counter(rows))


def cover_tables(whole: DecodedDocument, document: ReadDocument) -> Coverage:
    """Return how many figures stand in grids, and how many are cells.

    Some tables are printed as text. What of their lines is a cell counts with the tables, and so
    does what may be a row of a table that was not read; the rest of what is no running text counts
    with the text, as not read.
    """
    drawn = Counter(each for grid in whole.grids() for each in figures_in_rows(grid.rows))
    written = _in_lines(whole, document.headings)
    cells = _cells(document.tables)
    placed, unplaced = written & cells, _values(written - cells)
    in_words = unplaced & _in_words_of_cells(document.tables)
    in_lines = placed.total() + in_words.total()
    rest = unplaced - in_words
    unread = rest & _of_unread_tables(written - cells, document.unknown_tables)
    return Coverage(
        table_figures=drawn.total() + in_lines + unread.total(),
        table_figures_read=(drawn & (cells - placed)).total() + in_lines,
        text_figures=(rest - unread).total() + _in_unread_prose(whole, document.tables),
        unread_pages=tuple(sorted(whole.unread_pages)),
        beside=tuple(whole.beside),
        unknown_tables=tuple(document.unknown_tables),
    )


def cover_text(
    tables: Coverage,
    claims: Sequence[Mapping[str, str]],
    statements: Sequence[Mapping[str, str]],
) -> Coverage:
    """Return the coverage with the figures of the narrative: every claim is one that was read."""
    other = sum(
        row["statement_kind"] == "number_without_claim"
        and row["subject"] in _MAYBE_FIGURE
        and _has_form(row["printed_text"], row["excerpt"])
        for row in statements
    )
    printed = tables.text_figures + len(claims) + other
    return replace(tables, text_figures=printed, text_figures_read=len(claims))


def _heads(rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(">".join(path) for path in read_header(rows).paths)


def _text_columns(rows: Sequence[Row]) -> tuple[int, ...]:
    """Return the columns in which words or codes stand below the head and no amount."""
    header = read_header(rows)
    found = []
    for place in range(len(header.paths)):
        texts = [squeeze(row[place].text) for row in rows[header.depth :]]
        filled = [text for text in texts if text]
        if filled and all(_value(text) is None or _CODE.fullmatch(text) for text in filled):
            found.append(place)
    return tuple(found)


def _of_region(table: ReadTable, region: Region | None, state: str) -> UnknownTable:
    rows = [row for part in region.parts for row in part.rows] if region else []
    return UnknownTable(
        table.title or (word(table.table_code, "table") if table.table_code else ""),
        state,
        "；".join(table.reading_notes),
        table.source_locator or "",
        table.table_code or None,
        table.page_first,
        table.page_last,
        _heads(region.parts[0].rows) if region and region.parts else (),
        sum(1 for _ in figures_in_rows(rows)),
        _text_columns(region.parts[0].rows) if region and region.parts else (),
    )


def _unrecognised(decoded: DecodedDocument, regions: Sequence[Region]) -> Iterator[UnknownTable]:
    """Yield the stretches of grids with figures that are part of no table that was found."""
    taken = {id(row) for region in regions for part in region.parts for row in part.rows}
    above: list[str] = []
    for item in decoded.items:
        if isinstance(item, TextLine):
            above = [*above, squeeze(item.text)][-_LINES_ABOVE:]
            continue
        rows = [row for row in item.rows if id(row) not in taken]
        figures = sum(1 for _ in figures_in_rows(rows))
        if figures >= _LEAST_FIGURES:
            near = [
                text
                for text in above
                if text and len(text) <= _LONGEST_TITLE and "。" not in text
                if not (is_field(text) or is_page_number(text) or printed_number(text))
            ]
            alone = [squeeze(c[0].text) for row in rows[:2] if len(c := distinct(row)) == 1]
            yield UnknownTable(
                next(iter([*alone, *reversed(near)]), ""),
                coverage.NOT_RECOGNISED,
                "没有认出是哪一张表，没有读",
                item.locator,
                None,
                item.page,
                item.page,
                _heads(rows),
                figures,
                _text_columns(rows),
            )
        above = []


def tables_of_refused(decoded: DecodedDocument, regions: Sequence[Region]) -> list[UnknownTable]:
    """Return the tables of a document that was not read: all that it prints."""
    titled = [
        _of_region(
            ReadTable(
                region.table_code or "",
                title=region.title or None,
                source_locator=region.parts[0].locator,
                page_first=region.parts[0].page,
                reading_notes=["文件没有采用，此表没有读"],
            ),
            region,
            coverage.NOT_RECOGNISED,
        )
        for region in regions
        if region.parts
    ]
    return [*titled, *_unrecognised(decoded, regions)]


def find_unknown_tables(
    tables: Sequence[ReadTable], decoded: DecodedDocument, regions: Sequence[Region]
) -> list[UnknownTable]:
    """Return the tables that were not understood: kept as printed, not read, not recognised."""
    by_place = {"、".join(dict.fromkeys(p.locator for p in r.parts)): r for r in regions}
    named = {(r.table_code, r.title): r for r in regions}
    found = []
    for table in tables:
        is_other = is_other_table_code(table.table_code)
        if is_other or (table.presence == "data" and table.read_status == NOT_READ):
            region = by_place.get(table.source_locator or "")
            region = region or named.get((table.table_code, table.title or ""))
            state = coverage.NOT_READ if table.read_status == NOT_READ else coverage.AS_PRINTED
            found.append(_of_region(table, region, state))
    return [*found, *_unrecognised(decoded, regions)]

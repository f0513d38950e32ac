"""Workbooks written row by row: every text a text, every amount a number, readable at once.

XlsxWriter keeps one row in memory, whatever the number of rows: what was written goes to a
temporary file beside the workbook. So sheets and rows come in their order, and stay as they are.
"""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from dagster_project.contract.shown_amounts import Quantity
from dagster_project.release.plain_text import as_plain_text
from dagster_project.release.tabular import FORMULA_STARTS

# Limits of the file format.
MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
MAX_NAME = 31
MAX_LINKS = 65_530
MAX_ADDRESS = 2_079

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONG = 10
# Of a row: per line, beyond that, and what the format allows.
_LINE_POINTS, _ROW_POINTS, _MOST_POINTS = 13.5, 2.0, 409.0
# A4, in the numbers of the file format, and its margins in inches.
_A4, _SIDE_MARGIN, _END_MARGIN = 9, 0.4, 0.75


@dataclass(frozen=True)
class SheetColumn:
    """One column: the key of the row, its heading, its width, and whether a reader fills it in.

    What a reader fills in may be one of ``choices`` or a date. Columns that are not printed come
    last.
    """

    key: str
    title: str
    width: float = 12
    is_answer: bool = False
    is_date: bool = False
    choices: tuple[str, ...] = ()
    is_printed: bool = True


@dataclass(frozen=True)
class Style:
    """How a cell looks, in XlsxWriter's own words; an empty word is its default."""

    bg_color: str = ""
    border: int = 0
    font_name: str = "宋体"
    border_color: str = ""
    bold: bool = False
    font_color: str = ""
    font_size: int = 10
    underline: int = 0
    valign: str = "top"
    text_wrap: bool = False
    num_format: str = ""
    quote_prefix: bool = False


PLAIN = Style()
_FRAME = Style(border=1, border_color="#BFBFBF")
HEADER = replace(_FRAME, bg_color="#DDE6F0", bold=True, valign="vcenter", text_wrap=True)


def bordered(fill: str = "") -> Style:
    """Return the style of a cell in a frame."""
    return replace(_FRAME, bg_color=fill)


@dataclass(frozen=True)
class Link:
    """A text that leads to a sheet of the workbook, a file beside it, or a page of a server."""

    text: str
    sheet: str = ""
    address: str = ""

    @property
    def target(self) -> str:
        """Where it leads, as XlsxWriter wants to be told."""
        # What is external is a file to XlsxWriter, whose strokes it turns.
        if self.address.startswith(("http://", "https://")):
            return self.address
        if self.address:
            return f"external:{self.address}"
        place = self.sheet.replace("'", "''")
        return f"internal:'{place}'!A1"


@dataclass
class Sheet:
    """A sheet that is being written from the top; rows cannot be gone back to."""

    book: Book
    sheet: Worksheet
    widths: Sequence[float]
    next_row: int = 0
    links: int = 0

    def title(self, text: str, style: Style) -> None:
        """Write a line over the table: it runs on over the cells beside it."""
        row, self.next_row = self.next_row, self.next_row + 1
        self.sheet.write_string(row, 0, as_plain_text(text), self.book.format(style))

    def append(self, values: Iterable[Any], styles: Iterable[Style] | None = None) -> None:
        """Write the next row, a style for each value or the plain one for all.

        A row with styles is made to be looked at: it is as high as its texts ask for, which not
        every program works out by itself.
        """
        row, self.next_row = self.next_row, self.next_row + 1
        given = list(values)
        if styles is not None and (lines := self._lines(given)) > 1:
            # The height has to be told before the first cell is written.
            self.sheet.set_row(row, min(lines * _LINE_POINTS + _ROW_POINTS, _MOST_POINTS))
        for column, (value, style) in enumerate(
            zip(given, styles or [PLAIN] * len(given), strict=True)
        ):
            self._write(row, column, value, style)

    def _lines(self, values: Sequence[Any]) -> int:
        return max(
            (
                sum(int(-(-_width(line) // width)) or 1 for line in text.split("\n"))
                for value, width in zip(values, self.widths, strict=True)
                if (text := value.text if isinstance(value, Link) else value)
                and isinstance(text, str)
            ),
            default=1,
        )

    def _write(self, row: int, column: int, value: Any, style: Style) -> None:
        if isinstance(value, Link):
            self.links += 1
            text = as_plain_text(value.text)[:MAX_TEXT]
            if self.links <= MAX_LINKS and len(value.target) <= MAX_ADDRESS:
                self.sheet.write_url(
                    row, column, value.target, self._text_format(text, style), text
                )
                return
            value = text
        if isinstance(value, list | dict):
            value = str(value)
        if value is None:
            self.sheet.write_blank(row, column, None, self.book.format(style))
        elif isinstance(value, str):
            self._write_text(row, column, value, style)
        elif isinstance(value, bool):
            self.sheet.write_boolean(row, column, value, self.book.format(style))
        elif isinstance(value, date):
            shown = "yyyy-mm-dd h:mm:ss" if isinstance(value, datetime) else "yyyy-mm-dd"
            self.sheet.write_datetime(row, column, value, self.book.format(style, num_format=shown))
        elif isinstance(value, Quantity):
            shown = _number_format(value.number, value.unit)
            self.sheet.write_number(
                row, column, value.number, self.book.format(style, num_format=shown)
            )
        else:
            shown = _number_format(value) if isinstance(value, Decimal) else ""
            self.sheet.write_number(row, column, value, self.book.format(style, num_format=shown))

    def _write_text(self, row: int, column: int, value: str, style: Style) -> None:
        """Write a text; it is one, whatever character it starts with, also after an edit."""
        text = as_plain_text(value)[:MAX_TEXT]
        self.sheet.write_string(row, column, text, self._text_format(text, style))

    def _text_format(self, text: str, style: Style) -> Format:
        return self.book.format(
            style,
            text_wrap=style.text_wrap or len(text) > _LONG or "\n" in text,
            quote_prefix=text.startswith(FORMULA_STARTS),
        )


@dataclass
class Book:
    """A workbook that is being written, with its formats, each made once."""

    workbook: Workbook
    title: str
    formats: dict[Style, Format] = field(default_factory=dict)

    # What was asked for, and the format that it is: a cell costs a look-up, not a style.
    asked: dict[tuple[Any, ...], Format] = field(default_factory=dict)

    def format(self, style: Style, **changes: Any) -> Format:
        """Return the format of a style."""
        key = (style, *changes.items())
        if key not in self.asked:
            self.asked[key] = self._format(replace(style, **changes) if changes else style)
        return self.asked[key]

    def _format(self, style: Style) -> Format:
        if style not in self.formats:
            words = {name: value for name, value in asdict(style).items() if value}
            self.formats[style] = self.workbook.add_format(words)
        return self.formats[style]

    def add_sheet(
        self, name: str, columns: Sequence[SheetColumn], rows: int, above: int = 0
    ) -> Sheet:
        """Add a sheet with widths, filter and frozen header; ``above`` lines go over the header.

        It prints on A4 across, as wide as the page, with its header on every page.
        """
        sheet = self.workbook.add_worksheet(name)
        sheet.freeze_panes(above + 1, 0)
        last = above + max(rows, 1)
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)
            if rules := _validation(column):
                sheet.data_validation(above + 1, number, last, number, rules)
        sheet.autofilter(above, 0, above + rows, len(columns) - 1)
        printed = sum(column.is_printed for column in columns)
        sheet.print_area(0, 0, last, printed - 1)
        sheet.repeat_rows(above)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(_SIDE_MARGIN, _SIDE_MARGIN, _END_MARGIN, _END_MARGIN)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&L&A&R{self.title.replace('&', '&&')}")
        sheet.set_footer("&C第 &P 页,共 &N 页")
        return Sheet(self, sheet, [column.width for column in columns])


def _validation(column: SheetColumn) -> dict[str, Any] | None:
    """Return what may be filled into a column, None for anything."""
    if column.choices:
        return {"validate": "list", "source": list(column.choices)}
    if column.is_date:
        # Excel counts days from 1900; what is typed as a text would never sort as a date.
        return {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1)}
    return None


@lru_cache(maxsize=10_000)
def _width(text: str) -> int:
    """Return how many digits are as wide as a text: a Chinese character takes the room of two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def append_header(sheet: Sheet, columns: Sequence[SheetColumn]) -> None:
    """Write the header row."""
    sheet.append([column.title for column in columns], [HEADER] * len(columns))


@contextmanager
def written_book(path: Path, title: str, **properties: str) -> Iterator[Book]:
    """Yield a workbook that is written to ``path`` at the end, or not at all.

    ``properties`` of the document are kept under their own names.
    """
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".rows-") as rows:
        options = {"constant_memory": True, "tmpdir": rows}
        book = Book(xlsxwriter.Workbook(str(path), options), title)
        book.workbook.set_properties({"title": title})
        for name, value in properties.items():
            book.workbook.set_custom_property(name, value)
        try:
            yield book
        except BaseException:
            # It would be written when it is forgotten.
            book.workbook.fileclosed = True
            raise
        book.workbook.close()


def _number_format(value: Decimal, unit: str = "") -> str:
    """Return a format that shows every decimal there is: 0.0001 万元 is no 0.00."""
    decimals = max(0, -int(value.as_tuple().exponent))
    shown = "#,##0" + ("." + "0" * decimals if decimals else "")
    # In quotes it is a word, whatever signs it has: a per cent sign multiplies nothing.
    word = as_plain_text(unit).replace('"', "")
    return f'{shown}" {word}"' if word else shown


def sheet_names(titles: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Return a name for each title that Excel takes: short, without its signs, each once."""
    used = {name.casefold() for name in taken}
    names = []
    for title in titles:
        # Excel keeps "History" for itself and allows no quote at either end.
        plain = _FORBIDDEN.sub(" ", title).strip().strip("'") or "-"
        plain = f"{plain}_" if plain.casefold() == "history" else plain
        name, number = plain[:MAX_NAME].rstrip(" '"), 1
        while name.casefold() in used:
            number += 1
            ending = f"~{number}"
            name = plain[: MAX_NAME - len(ending)] + ending
        used.add(name.casefold())
        names.append(name)
    return names

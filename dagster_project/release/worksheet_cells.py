"""Workbooks written row by row: every text a text, every amount a number, readable at once.

XlsxWriter keeps one row in memory, whatever the number of rows: what was written goes to a
temporary file beside the workbook. So sheets and rows come in their order, and stay as they are.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from dagster_project.release.tabular import FORMULA_STARTS

# Limits of the file format.
MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
MAX_NAME = 31
MAX_LINKS = 65_530

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONG = 10


@dataclass(frozen=True)
class SheetColumn:
    """One column: the key of the row, its heading, its width, and whether a reader fills it in."""

    key: str
    title: str
    width: int = 12
    is_answer: bool = False


@dataclass(frozen=True)
class Style:
    """How a cell looks, in XlsxWriter's own words; an empty word is its default."""

    bg_color: str = ""
    border: int = 0
    border_color: str = ""
    bold: bool = False
    font_color: str = ""
    font_size: int = 0
    underline: int = 0
    valign: str = "top"
    text_wrap: bool = False
    num_format: str = ""
    quote_prefix: bool = False


PLAIN = Style()


def bordered(fill: str = "") -> Style:
    """Return the style of a cell in a frame."""
    return Style(bg_color=fill, border=1, border_color="#BFBFBF")


HEADER = replace(bordered("#DDE6F0"), bold=True, valign="vcenter", text_wrap=True)


@dataclass(frozen=True)
class Link:
    """A text that leads to a sheet of the same workbook."""

    text: str
    sheet: str


@dataclass
class Sheet:
    """A sheet that is being written from the top; rows cannot be gone back to."""

    book: Book
    sheet: Worksheet
    next_row: int = 0
    links: int = 0

    def append(self, values: Iterable[Any], styles: Iterable[Style] | None = None) -> None:
        """Write the next row, a style for each value or the plain one for all."""
        row, self.next_row = self.next_row, self.next_row + 1
        given = list(values)
        for column, (value, style) in enumerate(
            zip(given, styles or [PLAIN] * len(given), strict=True)
        ):
            self._write(row, column, value, style)

    def _write(self, row: int, column: int, value: Any, style: Style) -> None:
        if isinstance(value, Link):
            self.links += 1
            if self.links <= MAX_LINKS:
                place = value.sheet.replace("'", "''")
                self.sheet.write_url(
                    *(row, column, f"internal:'{place}'!A1", self.book.format(style), value.text)
                )
                return
            value = value.text
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
        else:
            shown = _number_format(value) if isinstance(value, Decimal) else ""
            self.sheet.write_number(row, column, value, self.book.format(style, num_format=shown))

    def _write_text(self, row: int, column: int, value: str, style: Style) -> None:
        """Write a text; it is one, whatever character it starts with, also after an edit."""
        text = _ILLEGAL.sub("", value)[:MAX_TEXT]
        shown = self.book.format(
            style,
            text_wrap=style.text_wrap or len(text) > _LONG or "\n" in text,
            quote_prefix=text.startswith(FORMULA_STARTS),
        )
        self.sheet.write_string(row, column, text, shown)


@dataclass
class Book:
    """A workbook that is being written, with its formats, each made once."""

    workbook: Workbook
    formats: dict[Style, Format] = field(default_factory=dict)

    def format(self, style: Style, **changes: Any) -> Format:
        """Return the format of a style."""
        wanted = replace(style, **changes) if any(changes.values()) else style
        if wanted not in self.formats:
            words = {name: value for name, value in asdict(wanted).items() if value}
            self.formats[wanted] = self.workbook.add_format(words)
        return self.formats[wanted]

    def add_sheet(
        self, name: str, columns: Sequence[SheetColumn], rows: int, above: int = 0
    ) -> Sheet:
        """Add a sheet with widths, filter and frozen header; ``above`` lines go over the header."""
        sheet = self.workbook.add_worksheet(name)
        sheet.freeze_panes(above + 1, 0)
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)
        sheet.autofilter(above, 0, above + rows, len(columns) - 1)
        sheet.repeat_rows(above)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return Sheet(self, sheet)


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
        book = Book(xlsxwriter.Workbook(str(path), options))
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


def _number_format(value: Decimal) -> str:
    """Return a format that shows every decimal there is: 0.0001 万元 is no 0.00."""
    decimals = max(0, -int(value.as_tuple().exponent))
    return "#,##0" + ("." + "0" * decimals if decimals else "")


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

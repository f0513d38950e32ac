"""The tables of an invented disclosure as a text dump prints them, fixed by a seed.

Their figures stand in any place and do not add up, on purpose: the reader must place them by the
blanks alone; sums are checked by the rules of the warehouse.
"""

from __future__ import annotations

import random
from decimal import Decimal

from tests.printing.choices import usual
from tests.printing.forms import Forms
from tests.printing.table import LEFT, InventedTable, Key, Spot
from tests.printing.text import Cell, PrintedTable, blank, figure, text
from tests.printing.text_forms import BASIC_ONLY_HEADER, BY_ACCOUNT, new_table

_ECONOMIC, _STATISTICS = "gk06", "gk10"
# Their labels follow one another in one printed row: without a figure between they are one text.
_ALWAYS_PRINTED = ("personnel_total", "public_total")


class _Dump:
    """Prints tables with wrapped names; ``thousands`` and ``negative`` say how figures look."""

    def __init__(self, seed: int, *, thousands: bool, negative: bool) -> None:
        self.random = random.Random(seed)  # noqa: S311 - variation of tests, no secret
        self.thousands, self.negative = thousands, negative

    def table(self, table: InventedTable) -> PrintedTable:
        """Return a table with the header that dumps of this form have."""
        if table.code in BY_ACCOUNT and self.random.random() < 0.3:
            self._add_blank_row(table)
        # Side by side in one printed row, every economic account is a row of its own.
        keys = dict.fromkeys(key for key, _ in table.expected()) if table.code == _ECONOMIC else ()
        places = {key: number for number, key in enumerate(keys, 1)}
        rows: list[list[Cell]] = []
        if table.code == _STATISTICS:
            # The heading of the first part is a row, the others stand in the body.
            rows.append([text(table.header[0][0], bold=True)])
        for spots in table.body:
            row_no = len(rows) + 1
            row = [
                self._cell(table.code, spot, places.get(spot.key[0] if spot.key else "", row_no))
                for spot in spots
                if spot.text != LEFT
            ]
            if table.code == _STATISTICS and all(spot.key is None for spot in spots):
                # Of the heading of a part its words alone are printed.
                row = [text(spots[0].text, bold=True)]
            rows.append(row)
        printed = new_table(table.code[2:], rows)
        printed.title = table.title
        return printed

    def _add_blank_row(self, table: InventedTable) -> None:
        """End a table by account with a row in which nothing is printed."""
        key = f"unlabelled_{len(table.body) + 1}"
        columns = dict.fromkeys(column for _, column in table.expected())
        table.row("", "", *[Spot("", (key, column)) for column in columns])

    def _cell(self, code: str, spot: Spot, row_no: int) -> Cell:
        if spot.key is not None:
            is_left_blank = code in BY_ACCOUNT and spot.key[0].startswith("unlabelled_")
            printed = "" if is_left_blank else self._figure(spot.key)
            return figure(printed, row_no, spot.key[1])
        if not spot.text:
            return blank()
        if spot.text.isdecimal():
            if code == _ECONOMIC:
                return Cell("text", spot.text * 2 if len(spot.text) == 3 else spot.text, glue=True)
            decimals = ".00" if code == "gk01" and self.random.random() < 0.8 else ""
            return text(spot.text + decimals)
        wrap = self.random.choice([0, 0, 4, 6, 8]) if len(spot.text) > 5 else 0
        return text(spot.text, bold=spot.text.endswith("计"), wrap=wrap)

    def _figure(self, key: Key) -> str:
        row, column = key
        if row.startswith("309") and column == "basic":
            return "────"
        if self.random.random() >= 0.5 and row not in _ALWAYS_PRINTED:
            return ""
        if column == "quantity":
            return str(self.random.randint(0, 40))
        value = Decimal(self.random.randint(0, 99_999_999)) / 100
        if self.negative and self.random.random() < 0.3:
            value = -value
        return f"{value:,.2f}" if self.thousands else f"{value:.2f}"


def text_tables(
    seed: int, *, thousands: bool = False, negative: bool = False, basic_only: bool = False
) -> list[PrintedTable]:
    """Return the ten tables in the order of the form."""
    economic = "three_groups" if basic_only else "all_in_four_groups"
    choices = usual(seed, "txt", "shanxi", economic=economic, state_capital="some")
    dump = _Dump(seed, thousands=thousands, negative=negative)
    tables = [dump.table(table) for table in Forms(choices).all_tables()]
    if basic_only:
        tables[5].header = list(BASIC_ONLY_HEADER)
    return tables

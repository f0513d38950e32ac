"""Prints tables the way the text layer of a PDF does: the reverse of the reader, written apart.

Nothing of the reader is imported here: the two only share the description of the medium in
docs/sources (blanks as single spaces, doubled bold text, glued values, wrapped names, page marks).
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

Expected = dict[tuple[int, str], tuple[str, str]]


@dataclass(frozen=True)
class Cell:
    """One printed cell: text, value, mark or blank; ``at`` is the (row_no, column) it is."""

    kind: str
    text: str = ""
    bold: bool = False
    wrap: int = 0
    glue: bool = False
    at: tuple[int, str] | None = None


def text(words: str, *, bold: bool = False, wrap: int = 0) -> Cell:
    """Return a label; wrapped after so many characters if ``wrap`` is given."""
    return Cell("text", words, bold, wrap)


def blank() -> Cell:
    """Return a blank cell that stands for no column (an empty label)."""
    return Cell("blank")


def figure(printed: str, row_no: int, column: str, *, glue: bool = False) -> Cell:
    """Return the cell of a column: a value, ──── or, for an empty text, a blank."""
    kind = "blank" if not printed else "mark" if set(printed) == {"─"} else "value"
    return Cell(kind, printed, glue=glue, at=(row_no, column))


@dataclass
class PrintedTable:
    """One table to print: header lines as they come, then physical rows."""

    code: str
    title: str
    number: str
    header: list[str]
    rows: list[list[Cell]]
    note: str = "注：本表反映部门本年度情况。"
    statement: str = ""

    def expected(self) -> Expected:
        """Return what a reader must find: (row_no, column) to (state, printed text)."""
        state = {"value": "value", "blank": "blank", "mark": "struck_out"}
        return {
            cell.at: (state[cell.kind], cell.text)
            for row in self.rows
            for cell in row
            if cell.at is not None
        }


@dataclass
class Printing:
    """How a document is printed. Probabilities are per opportunity."""

    seed: int = 0
    page_break: float = 0.0
    footer: float = 0.0
    stray_heading: bool = False
    name: str = "示例市示例事务局"
    year: int = 2023
    unit_line: str = "金额单位：元"
    blank_lines: bool = True
    titles_again: bool = False
    random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        """Fix the random choices by the seed."""
        self.random = random.Random(self.seed)  # noqa: S311 - variation of tests, no secret


def double(words: str) -> str:
    """Return a text as fake bold prints it."""
    return " ".join(word * 2 for word in words.split(" "))


def _pieces(cell: Cell) -> list[str]:
    width = cell.wrap or len(cell.text)
    parts = [cell.text[i : i + width] for i in range(0, len(cell.text), width)] or [""]
    return [double(part) if cell.bold else part for part in parts]


class _Page:
    """Collects lines; a new page puts one space in front of its first line."""

    def __init__(self, printing: Printing) -> None:
        self.printing = printing
        self.lines: list[str] = []
        self.current: str | None = None
        self.after_item = False
        self.starts_page = False

    def put_item(self, words: str, glue: bool = False) -> None:
        if self.current is None:
            self._open()
        if self.after_item and not glue:
            self.current = (self.current or "") + " "
        self.current = (self.current or "") + words
        self.after_item = True

    def put_blank(self) -> None:
        if self.current is None:
            self._open()
        self.current = (self.current or "") + (" " if self.after_item else "") + " "
        self.after_item = False

    def _open(self) -> None:
        self.current = " " if self.starts_page else ""
        self.starts_page = False
        self.after_item = False

    def end_line(self) -> None:
        if self.current is not None:
            self.lines.append(self.current)
        self.current = None
        self.after_item = False

    def end_block(self) -> None:
        self.end_line()
        if self.printing.blank_lines:
            self.lines.append("")

    def may_break(self) -> None:
        printing = self.printing
        if printing.random.random() >= printing.page_break:
            return
        self.end_block()
        if printing.stray_heading:
            self.lines.append("第二部分 第二部分 " + f"{printing.year}年部门决算表" * 2)
            printing.stray_heading = False
        if printing.random.random() < printing.footer:
            number = printing.random.randint(2, 90)
            running = f"{printing.name}{printing.year}年部门决算公开报告"
            self.lines += [f"-{number}-", "", running, "", "", ""]
            self.starts_page = printing.random.random() < 0.5
        else:
            self.starts_page = True


def _print_row(page: _Page, row: list[Cell]) -> None:
    previous: Cell | None = None
    for cell in row:
        pieces = _pieces(cell) if cell.kind == "text" else []
        if len(pieces) > 1:
            page.end_line()
            page.may_break()
            for piece in pieces:
                page.put_item(piece)
                page.end_line()
            page.end_block()
            page.may_break()
        elif cell.kind == "blank":
            page.put_blank()
        else:
            # A value that fills its cell touches the next one.
            glue = previous is not None and previous.kind == "value" and cell.glue
            page.put_item(pieces[0] if pieces else cell.text, glue)
        previous = cell
    page.end_block()


def print_table(table: PrintedTable, printing: Printing) -> list[str]:
    """Return the lines of one table, from its title to its notes."""
    page = _Page(printing)
    page.lines += [" " + table.title * 2, ""]
    page.lines += ["   " + table.number, ""]
    page.lines += [f"部门名称：{printing.name} {printing.year}年度  {printing.unit_line}", ""]
    for line in table.header:
        page.lines += [line, ""]
    for number, row in enumerate(table.rows):
        if number:
            page.may_break()
        _print_row(page, row)
    page.end_line()
    page.lines += [table.note]
    if table.statement:
        page.lines += ["", table.statement]
    return page.lines


def print_text(tables: list[PrintedTable], printing: Printing) -> str:
    """Return a whole dump: a first part, the tables, and the beginning of the narrative."""
    lines = [" 第一部分 概况第一部分 概况", "", "一、本部门（单位）职责", "", "    负责示例事务。"]
    for table in tables:
        lines += print_table(table, printing)
    lines += [" 第三部分 第三部分 情况说明情况说明", "", double("一、收入支出决算总体情况说明"), ""]
    lines += [f"{printing.year}年度收入总计见公开01表。", ""]
    return "\n".join(lines) + "\n"

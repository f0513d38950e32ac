"""The header of a table: how many rows it takes, and for each column its labels from top to bottom.

Header rows are told from body rows by what stands in them, not by where they are: a figure, an
account code, or the label of a known line opens the body. Empty header cells take the label of the
cell to their left, as far as both stand under the same label, because many sheets show a merged
header without merging it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dagster_project.form.codes import SPACED_CODE
from dagster_project.form.enumerators import SECTION
from dagster_project.form.header_words import (
    is_column_label,
    is_lead_label,
    is_line_label,
    is_number,
    is_numbering,
    is_over_others,
    is_total_label,
)
from dagster_project.form.labels import comparable, squeeze
from dagster_project.form.layouts import read_struck_out_marks
from dagster_project.reading.model.grid import GridCell, Row, distinct

_CODE = re.compile(rf"{SPACED_CODE}(?=\D|$)")
# A heading between the lines of a table: 一、政府采购情况.
_PART = re.compile(SECTION)
_YEAR = re.compile(r"(?P<year>20\d\d)年度?(?P<rest>.+)")
_YEAR_ALONE = re.compile(r"(?P<year>20\d\d)年度?")
_OF_YEAR, _OF_YEAR_BEFORE = "决算数", "上年决算数"
_DEEPEST = 8
# With fewer columns, heads that are alike say little.
_HEADED = 3


@dataclass(frozen=True)
class Header:
    """The header of one part of a table.

    ``paths`` holds the labels over each column. ``total_row`` is a header row that is the row of
    the total at the same time (合计 beside the lowest labels, as the form of Shanghai draws it).
    """

    depth: int
    paths: tuple[tuple[str, ...], ...]
    texts: frozenset[tuple[str, ...]]
    total_row: int | None = None

    def of_year(self, year: int | None) -> Header:
        """Return it without the year of the disclosure in labels: 2023年度决算数 is 决算数."""
        paths = tuple(
            tuple(
                _without_year(label, year, is_last=at == len(path))
                for at, label in enumerate(path, 1)
            )
            for path in self.paths
        )
        return replace(self, paths=paths)

    def taken_apart(self) -> Header:
        """Return it with heads that stand in one cell above one another told apart.

        Where nothing parts columns, what is over three of them may stand over the second alone:
        本年支出基本支出.
        """
        paths = tuple(tuple(one for label in path for one in _apart(label)) for path in self.paths)
        return replace(self, paths=paths)

    def words(self) -> str:
        """Return all labels, for a message."""
        labels = dict.fromkeys(label for path in self.paths for label in path)
        return "、".join(labels)[:300]


def _without_year(label: str, year: int | None, *, is_last: bool) -> str:
    alone = _YEAR_ALONE.fullmatch(label) if is_last and year else None
    if alone and year and int(alone["year"]) in (year, year - 1):
        # A year over figures of final accounts, with nothing below it: 2023年 beside 2022年.
        return _OF_YEAR if int(alone["year"]) == year else _OF_YEAR_BEFORE
    dated = _YEAR.match(label)
    if dated is None or int(dated["year"]) != year:
        return label
    return dated["rest"] if is_column_label(dated["rest"]) else label


def _apart(label: str) -> tuple[str, ...]:
    if is_column_label(label) or is_lead_label(label):
        return (label,)
    cuts = ((label[:at], label[at:]) for at in range(2, len(label) - 1))
    found = [cut for cut in cuts if is_over_others(cut[0]) and is_column_label(cut[1])]
    return found[0] if len(found) == 1 else (label,)


def _label_over(cell: GridCell, row: Row, above: Sequence[Row]) -> str:
    """Return the lowest label over the first column of a cell."""
    column = next(i for i, other in enumerate(row) if other.place == cell.place)
    return next((r[column].text for r in reversed(above) if r[column].text.strip()), "")


def _is_total_in_header(cells: Sequence[GridCell], row: Row, above: Sequence[Row]) -> bool:
    """Return whether 合计 stands under a lead label while the other cells hold column labels."""
    if not above or not is_total_label(cells[0].text):
        return False
    return (
        is_lead_label(_label_over(cells[0], row, above))
        and sum(is_column_label(cell.text) for cell in cells[1:]) >= 2
    )


def _goes_on_in_names(cells: Sequence[GridCell], row: Row, above: Sequence[Row]) -> bool:
    """Return whether only the columns of codes and names hold something, and no label of theirs.

    The rest of a name that wraps over a page break may read like a label: 支出.
    """
    for cell in cells:
        if not is_lead_label(_label_over(cell, row, above)) or is_lead_label(cell.text):
            return False
    return True


def _opens_body(cells: Sequence[GridCell], row: Row, above: Sequence[Row]) -> bool:
    texts = [cell.text for cell in cells]
    if not texts:
        return bool(above)
    if is_numbering(texts) or _is_total_in_header(cells, row, above):
        return False
    if any(squeeze(text) in read_struck_out_marks() for text in texts):
        return True
    if any(is_number(text) or _CODE.match(text.strip()) for text in texts):
        return True
    if _goes_on_in_names(cells, row, above):
        return True
    if not above and len(texts) > 1 and is_lead_label(texts[0]):
        # Beside 项目 “三公”经费支出 is over its parts, and no line of the table.
        return False
    if len(texts) == 1 and above and _PART.match(texts[0].strip()):
        return True
    if all(is_column_label(text) or is_lead_label(text) for text in texts) and not (
        len(texts) == 1 and is_total_label(texts[0]) and above
    ):
        return False
    if is_total_label(texts[0]) and not any(map(is_column_label, texts[1:])):
        return True
    return any(map(is_line_label, texts))


def _resolve(rows: Sequence[Row], skip: int | None) -> tuple[tuple[str, ...], ...]:
    """Return the labels over each column, empty cells filled from the left under one label."""
    width = len(rows[0]) if rows else 0
    paths: list[list[str]] = [[] for _ in range(width)]
    owners: list[tuple[object, ...]] = [()] * width
    for number, row in enumerate(rows):
        if is_numbering([cell.text for cell in distinct(row)]):
            continue
        below = rows[number + 1 :]
        before: list[object] = [None] * width
        for column, cell in enumerate(row):
            text = comparable(cell.text)
            if number == skip and (cell.place == row[_first(row)].place or is_number(cell.text)):
                # The row of the total stands in the header band: its own cells are no labels.
                text = ""
            owner: object = cell.place if text else None
            label = text
            if not text and column and _has_label(below, column):
                # An unmerged header: the label to the left reaches over here.
                same_parent = owners[column] == owners[column - 1]
                if same_parent and before[column - 1] is not None:
                    owner = before[column - 1]
                    label = paths[column - 1][-1]
            before[column] = owner
            if label and (not paths[column] or paths[column][-1] != label):
                paths[column].append(label)
        owners = [
            (*old, new) if new is not None else old for old, new in zip(owners, before, strict=True)
        ]
    return tuple(tuple(path) for path in paths)


def _first(row: Row) -> int:
    return next((i for i, cell in enumerate(row) if cell.text.strip()), -1)


def _has_label(rows: Sequence[Row], column: int) -> bool:
    return any(
        row[column].text.strip() and not is_numbering([c.text for c in distinct(row)])
        for row in rows
    )


def read_header(rows: Sequence[Row]) -> Header:
    """Return the header of these rows; ``depth`` 0 where they begin with the body."""
    depth, total_row = 0, None
    for number, row in enumerate(rows[:_DEEPEST]):
        cells = distinct(row)
        above = rows[:number]
        if _opens_body(cells, row, above):
            break
        if cells and _is_total_in_header(cells, row, above):
            total_row = number
        depth = number + 1
    head = rows[:depth]
    if not any(distinct(row) for row in head):
        return Header(depth, (), frozenset())
    texts = frozenset(row_texts(row) for row in head if distinct(row))
    return Header(depth, _resolve(head, total_row), texts, total_row)


def row_texts(row: Row) -> tuple[str, ...]:
    """Return the texts of a row for comparison, merged cells once."""
    return tuple(comparable(cell.text) for cell in distinct(row))


def is_headed_alike(first: Header, own: Header) -> bool:
    """Return whether each column has the same head, in however many rows either is drawn.

    Heads of two rows that no line parts may be one on the next page: 项目 > 科目名称, 项目科目名称.
    """
    if len(own.paths) != len(first.paths) or len(own.paths) < _HEADED:
        return False
    pairs = [("".join(old), "".join(new)) for old, new in zip(first.paths, own.paths, strict=True)]
    return all(old and new and (old.endswith(new) or new.endswith(old)) for old, new in pairs)

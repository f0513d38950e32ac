"""Columns of two figures in one cell: 执行率/得分 over 92.60%/9.26, 得分/分值 over 18/20."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from dagster_project.form.labels import squeeze
from dagster_project.reading.model.grid import GridCell
from dagster_project.reading.tables.performance.form import FUNDS, INDICATOR
from dagster_project.reading.tables.performance.layout import column_of

_SLASH = re.compile(r"[/／]")
# What may stand on either side of the slash: a figure, a share, a mark for none.
_PART = r"\d+(?:\.\d+)?(?:[%％]|分)?|[-—－–─]+"
_PAIR = re.compile(rf"(?P<first>{_PART})[/／](?P<second>{_PART})")
_LEAST_HEADS = 3


def _pair_of_heads(text: str) -> tuple[str, str] | None:
    """Return the two columns that a head names, None for one column or an unknown one."""
    parts = _SLASH.split(squeeze(text))
    for group in (FUNDS, INDICATOR):
        codes = [column_of(group, part) for part in parts]
        if len(parts) == 2 and all(codes) and codes[0] != codes[1] and not column_of(group, text):
            return parts[0], parts[1]
    return None


def _is_header(row: Sequence[GridCell]) -> bool:
    texts = {squeeze(cell.text) for cell in row if squeeze(cell.text)}
    known = (
        sum(bool(column_of(group, text) or _pair_of_heads(text)) for text in texts)
        for group in (FUNDS, INDICATOR)
    )
    return max(known) >= _LEAST_HEADS


@dataclass
class HeadSplitter:
    """Makes two columns of each column with two heads; other cells there span both columns."""

    problems: list[str] = field(default_factory=list)

    def split(self, rows: Sequence[Sequence[GridCell]]) -> list[list[GridCell]]:
        """Return rows whose cells hold one figure each."""
        combined = {
            at for row in rows if _is_header(row) for at, cell in enumerate(row)
            if _pair_of_heads(cell.text)
        }  # fmt: skip
        if not combined:
            return [list(row) for row in rows]
        return list(self._each(rows, combined))

    def _each(
        self, rows: Iterable[Sequence[GridCell]], combined: set[int]
    ) -> Iterator[list[GridCell]]:
        active: set[int] = set()
        for row in rows:
            is_header = _is_header(row)
            if is_header:
                active = {at for at, cell in enumerate(row) if _pair_of_heads(cell.text)}
            result: list[GridCell] = []
            for at, cell in enumerate(row):
                if at not in combined:
                    result.append(cell)
                elif at in active:
                    result.extend(self._two(cell, is_header))
                else:
                    result.extend((cell, cell))
            yield result

    def _two(self, cell: GridCell, is_header: bool) -> tuple[GridCell, GridCell]:
        text = squeeze(cell.text)
        if is_header and (heads := _pair_of_heads(text)):
            return _apart(cell, *heads)
        if pair := _PAIR.fullmatch(text):
            return _apart(cell, pair["first"], pair["second"])
        if re.match(r"\d", text):
            # One figure below two heads: nothing tells which of them it is of.
            self.problems.append(f"{cell.locator} 一格两栏，“{text}”不能确定属于哪一栏，没有读")
            return _apart(cell, "", "")
        return cell, cell


def _apart(cell: GridCell, first: str, second: str) -> tuple[GridCell, GridCell]:
    """Return two cells in place of one; each part of a second reading goes with its own."""
    readings = _SLASH.split(squeeze(cell.reading)) if cell.reading is not None else []
    one, two = readings if len(readings) == 2 else (cell.reading, cell.reading)
    # No cell of a grid stands left of its first column.
    place = (cell.place[0], -1 - cell.place[1]) if cell.place else None
    return replace(cell, text=first, reading=one), replace(
        cell, text=second, reading=two, place=place
    )

"""Columns that no line parts: read only where their heads vouch for every one of them.

Where figures stand is no proof of what heads them. A column cut in a wrong place carries figures
under the name of its neighbour, and both readings of the page say the same digits.
"""

from __future__ import annotations

from itertools import pairwise

from dagster_project.form.header_words import is_numbering
from dagster_project.form.labels import squeeze
from dagster_project.reading.model.grid import distinct
from dagster_project.reading.tables.choose import UnknownColumnsError
from dagster_project.reading.tables.columns import ColumnMap
from dagster_project.reading.tables.header import Header
from dagster_project.reading.tables.other_columns import is_known
from dagster_project.reading.tables.regions import Part


def _unheaded(part: Part, header: Header, columns: ColumnMap) -> str:
    """Return the head of a column that is none of the layout, "" where each is known.

    What departments print beside them, 会议费 or 年初预算数, is known as well.
    """
    for place in columns.unknown:
        path = header.paths[place]
        if path and is_known(path[-1]):
            continue
        if path or any(row[place].text.strip() for row in part.rows[header.depth :]):
            return ">".join(path) or "没有表头"
    return ""


def _numbers_agree(part: Part, header: Header, columns: ColumnMap) -> bool:
    """Return whether a printed row of column numbers has one, in order, for each column of figures.

    ``1 2`` in one column, or none in it, tells of a column that is not where it was cut.
    """
    wanted = [place for place, code in enumerate(columns.codes) if code is not None]
    for row in part.rows[: header.depth + 1]:
        if not is_numbering([word for cell in distinct(row) for word in cell.text.split()]):
            continue
        numbers = [squeeze(row[place].text).strip("（()）") for place in wanted]
        if not all(number.isdecimal() for number in numbers):
            return False
        counted = [int(number) for number in numbers]
        if any(after != before + 1 for before, after in pairwise(counted)):
            return False
    return True


def refuse_unless_certain(part: Part, header: Header, columns: ColumnMap) -> None:
    """Raise UnknownColumnsError where undrawn columns may not be what their heads say.

    ``header`` is empty for a part that goes on without one: its columns are those of the part
    before, and only where they were all found is that known.
    """
    if not part.is_undrawn:
        return
    reason = ""
    if not header.paths:
        reason = "续表没有表头"
    elif unheaded := _unheaded(part, header, columns):
        reason = f"“{unheaded}”不是已知的一栏"
    elif not _numbers_agree(part, header, columns):
        reason = "栏次与各栏不能一一对应"
    if reason:
        raise UnknownColumnsError(
            f"{part.locator} 表中各栏之间没有画线，{reason}，不能确定各数属于哪一栏，没有读"
        )

"""Pages that could not be read: no table that may be on one counts as complete, or as missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dagster_project.reading.model.cells import NOT_READ, ReadTable


def _may_reach(table: ReadTable, page: int) -> bool:
    """Return whether rows of a table may stand on a page: inside it or right behind its end."""
    if table.page_first is None or table.page_last is None:
        return False
    return table.page_first < page <= table.page_last + 1


def doubt_unread_pages(tables: Sequence[ReadTable], unread: Mapping[int, str]) -> None:
    """Doubt the tables that may reach a page that was not read, and those nowhere found.

    A table that may be on such a page is not missing, which would accuse whoever published it; it
    was not read.
    """
    for page, reason in sorted(unread.items()):
        for table in tables:
            if _may_reach(table, page):
                table.doubt(f"{reason}，本表可能缺行")
            elif table.presence == "missing" or (table.read_status == NOT_READ and not table.cells):
                table.presence, table.read_status = "data", NOT_READ
                table.note(f"{reason}，本表可能在该页")

"""How much of what a document prints was read, as values: how it is counted is trust/coverage."""

from __future__ import annotations

from dataclasses import dataclass, field

# Kept cell by cell and no rule knows it; known by name and its columns are not; not known at all.
AS_PRINTED = "as_printed"
NOT_READ = "not_read"
NOT_RECOGNISED = "not_recognised"


@dataclass(frozen=True)
class UnknownTable:
    """One printed table that was not understood: where it stands, why, and what heads its columns.

    ``table_code`` is the table as which it was kept or should have been read; ``figures`` are those
    printed in it.
    """

    title: str
    state: str
    reason_zh: str
    source_locator: str
    table_code: str | None = None
    page_first: int | None = None
    page_last: int | None = None
    heads: tuple[str, ...] = ()
    figures: int = 0


@dataclass(frozen=True)
class Coverage:
    """Figures that a document prints, in tables and in text, and those that are cells or claims.

    ``unread_pages`` show something that could not be read at all: their figures are not counted.
    """

    table_figures: int = 0
    table_figures_read: int = 0
    text_figures: int = 0
    text_figures_read: int = 0
    unread_pages: tuple[int, ...] = ()
    unknown_tables: tuple[UnknownTable, ...] = field(default=())

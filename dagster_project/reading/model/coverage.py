"""How much of what a document prints was read, as values: how it is counted is trust/coverage."""

from __future__ import annotations

from dataclasses import dataclass

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
    # The columns, by their place from 0, in which words or codes stand and no figure.
    text_columns: tuple[int, ...] = ()


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
    # What stands beside the text of an office file and is not read, in sentences.
    beside: tuple[str, ...] = ()
    unknown_tables: tuple[UnknownTable, ...] = ()

    @property
    def is_text_unread(self) -> bool:
        """Whether figures stand in sentences and none of them was read: nobody read the text."""
        return bool(self.text_figures) and not self.text_figures_read

    @property
    def line(self) -> str:
        """One line for a person."""
        parts = [
            f"{name}中 {printed} 个数读入 {read} 个" + ("" if read == printed else "（有漏）")
            for name, printed, read in (
                ("表", self.table_figures, self.table_figures_read),
                ("文字", self.text_figures, self.text_figures_read),
            )
            if printed
        ]
        if self.unread_pages:
            parts.append("没有读出的页：" + "、".join(map(str, self.unread_pages)))
        if self.unknown_tables:
            names = [table.title or table.source_locator for table in self.unknown_tables]
            parts.append(f"未认出的表 {len(names)} 张：" + "、".join(names))
        parts += self.beside
        return "；".join(parts) or "没有印出的数"

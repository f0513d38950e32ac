"""What became of one document: what is reported to whoever asked for it to be extracted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from dagster_project.reading.folder.standing import DocumentStanding
from dagster_project.reading.model.cells import ReadTable
from dagster_project.reading.model.coverage import Coverage


@dataclass(frozen=True)
class TableSummary:
    """One table of a document: whether it is there, how it was read, and its cells by state."""

    table_code: str
    presence: str
    read_status: str
    rows: int
    values: int
    blanks: int
    struck_out: int
    note: str | None


@dataclass(frozen=True)
class ExtractOutcome:
    """What became of one document. ``folder`` is None only where there were no bytes to read.

    ``is_skipped`` says that the same bytes were extracted before by the same reader: ``status`` and
    ``reason`` are those of then. ``archive_sha256`` is the archive that its files came in.
    """

    document_id: str | None
    folder: Path | None
    status: str
    reason: str | None
    tables: tuple[TableSummary, ...] = ()
    reason_code: str | None = None
    is_skipped: bool = False
    archive_sha256: str | None = None
    standing: DocumentStanding | None = None
    coverage: Coverage | None = None

    @property
    def coverage_line(self) -> str | None:
        """One line: what share of the printed figures was read, and which tables were not."""
        return self.coverage.line if self.coverage else None

    @property
    def log_line(self) -> str:
        """One line for a log or a terminal."""
        name = self.document_id or "—"
        if self.is_skipped:
            return f"{name}：已提取过，未重读"
        if self.status != "read":
            return f"{name}：拒收（{self.reason}）"
        absent = ("missing", "not_required")
        there = [table for table in self.tables if table.presence not in absent]
        doubtful = [table.table_code for table in there if table.read_status != "confirmed"]
        missing = [table.table_code for table in self.tables if table.presence == "missing"]
        line = (
            f"{name}：{len(there)}张表，{sum(t.values for t in there)}个数，"
            f"{sum(t.blanks for t in there)}个空格，{sum(t.struck_out for t in there)}格划线"
        )
        line += f"；读数待核：{'、'.join(doubtful)}" if doubtful else "；读数全部确认"
        unread = self.coverage.text_figures if self.coverage and self.coverage.is_text_unread else 0
        line += f"；文字中 {unread} 个数都没有读入" if unread else ""
        line += "".join(f"；{said}" for said in self.coverage.beside) if self.coverage else ""
        return line + (f"；缺表：{'、'.join(missing)}" if missing else "")


def summarise_table(table: ReadTable) -> TableSummary:
    """Return what is reported of one table."""
    states = Counter(cell.cell_state for cell in table.cells)
    return TableSummary(
        table.table_code,
        table.presence,
        table.read_status,
        table.rows,
        states["value"],
        states["blank"],
        states["struck_out"],
        reading_notes(table),
    )


def reading_notes(table: ReadTable) -> str | None:
    """Return the notes on how a table was read as one text."""
    return "；".join(table.reading_notes) or None

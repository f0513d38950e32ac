"""Reading marts for people, and text that no spreadsheet program will execute."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dagster_project.runtime.warehouse import open_release

# A cell that starts with one of these is a formula to a spreadsheet program.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
SEVERITIES = ("blocking", "warning", "notice")


@dataclass(frozen=True)
class Rows:
    """Column names, their Chinese labels and the records; money as Decimal."""

    columns: tuple[str, ...]
    labels: tuple[str, ...]
    records: list[tuple[Any, ...]]

    def dicts(self) -> list[dict[str, Any]]:
        """Return the records by column name."""
        return [dict(zip(self.columns, record, strict=True)) for record in self.records]


def read_rows(release: Path, table: str, order_by: tuple[str, ...] = ()) -> Rows:
    """Read ``marts.<table>`` of a release, ordered by those of ``order_by`` that exist."""
    with open_release(release) as connection:
        described = connection.execute(
            "select column_name, comment from duckdb_columns() "
            "where database_name = current_database() and schema_name = 'marts' "
            "and table_name = ? order by column_index",
            [table],
        ).fetchall()
        names = tuple(name for name, _ in described)
        order = ", ".join(name for name in order_by if name in names) or "all"
        records = connection.execute(
            f"select * from marts.{table} order by {order}"  # noqa: S608 - own names
        ).fetchall()
    labels = tuple((comment or name).strip().split("\n")[0] for name, comment in described)
    return Rows(names, labels, records)


def read_findings(release: Path) -> Rows:
    """Return the findings, document by document, the serious ones first."""
    rows = read_rows(release, "findings", ("document_id", "rule_id", "subject", "finding_id"))
    if "severity" not in rows.columns:
        return rows
    severity, document = rows.columns.index("severity"), rows.columns.index("document_id")
    rank = {name: number for number, name in enumerate(SEVERITIES)}
    records = sorted(
        rows.records, key=lambda record: (record[document], rank.get(record[severity], 9))
    )
    return Rows(rows.columns, rows.labels, records)


def make_inert(text: str) -> str:
    """Return ``text`` so that a spreadsheet program that imports a CSV shows it as text."""
    return "'" + text if text.startswith(FORMULA_STARTS) else text

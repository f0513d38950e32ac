"""Bulk reading of validated CSVs into staging tables: explicit files, columns and types."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import duckdb
import pyarrow as pa

from dagster_project.contract.raw_schema import (
    COMPANION_COLUMNS,
    CSV_TABLES,
    TEXT_AS_PRINTED,
    all_columns,
    sql_type,
)
from dagster_project.loading.validation import Validation

log = logging.getLogger(__name__)

# Nothing is detected: a sniffer that changes its mind with the data is a silent error.
_READ = """
    read_csv(
        $files, auto_detect = false, columns = {columns}, header = true,
        delim = ',', quote = '"', escape = '"', nullstr = '', encoding = 'utf-8',
        compression = 'none', strict_mode = true, ignore_errors = false, null_padding = false,
        union_by_name = false, hive_partitioning = false, filename = 'load_path'
    )
"""


@dataclass(frozen=True)
class _Job:
    """One file to read: whose it is, its table code where it holds cells, the columns it has."""

    validation: Validation
    path: Path
    table_code: str | None
    columns: tuple[str, ...]


def stage_csvs(
    connection: duckdb.DuckDBPyConnection,
    validations: Sequence[Validation],
    files_per_read: int,
) -> dict[str, str]:
    """Read the CSVs of valid folders into ``temp.stage_<table>``.

    Returns the documents that DuckDB refused although Python found them valid, with its message;
    nothing of them is staged. This should not happen, and must not stop the others if it does.
    """
    rejected: dict[str, str] = {}
    for table in CSV_TABLES:
        columns = ", ".join(f"{name} {sql_type(name)}" for name in all_columns(table))
        connection.execute(f"create or replace temp table stage_{table} ({columns})")
        jobs = _jobs(table, validations)
        done = 0
        for batch in _batches(jobs, files_per_read):
            _read_or_bisect(connection, table, batch, rejected)
            done += len(batch)
            if len(jobs) > files_per_read:
                log.info("raw.%s: %d of %d files read", table, done, len(jobs))
    _reject_miscounted(connection, validations, rejected)
    for table in CSV_TABLES:
        for document_id in rejected:
            connection.execute(f"delete from stage_{table} where document_id = ?", [document_id])  # noqa: S608
    return rejected


def _batches(jobs: Sequence[_Job], files_per_read: int) -> Iterator[list[_Job]]:
    """Yield what is read at once: files with the same columns, not too many."""
    for _, alike in groupby(sorted(jobs, key=_columns_of), key=_columns_of):
        own = list(alike)
        for start in range(0, len(own), files_per_read):
            yield own[start : start + files_per_read]


def _columns_of(job: _Job) -> tuple[str, ...]:
    return job.columns


def _reject_miscounted(
    connection: duckdb.DuckDBPyConnection,
    validations: Sequence[Validation],
    rejected: dict[str, str],
) -> None:
    """Reject the documents of which DuckDB has another number of records than Python counted.

    Gate 1 would find them too, and stop the run: the fault of one document is its own.
    """
    read: dict[str, int] = {}
    for table in CSV_TABLES:
        counts = f"select document_id, count(*) from stage_{table} group by document_id"  # noqa: S608
        for document_id, count in connection.execute(counts).fetchall():
            read[document_id] = read.get(document_id, 0) + count
    for validation in validations:
        document_id, expected = validation.folder.document_id, sum(validation.records.values())
        if document_id not in rejected and read.get(document_id, 0) != expected:
            rejected[document_id] = f"应有 {expected} 条记录,读出 {read.get(document_id, 0)} 条"


def _reason(path: Path, error: duckdb.Error) -> str:
    """Return the error in one line that is the same wherever the folder lies."""
    first_line = str(error).strip().splitlines()[0]
    return f"{path.name}: {first_line.replace(str(path), path.name)}"


def _jobs(table: str, validations: Sequence[Validation]) -> list[_Job]:
    """Return the files of one kind that hold records, with the table code for cells."""
    jobs: list[_Job] = []
    for validation in validations:
        for name, count in validation.records.items():
            is_companion = name in COMPANION_COLUMNS
            wanted = name == f"{table}.csv" if is_companion else table == "cells"
            if wanted and count:
                code = None if is_companion else name.removesuffix(".csv")
                path = validation.folder.path / name
                jobs.append(_Job(validation, path, code, validation.columns[name]))
    return jobs


def _read_or_bisect(
    connection: duckdb.DuckDBPyConnection, table: str, jobs: list[_Job], rejected: dict[str, str]
) -> None:
    try:
        _read(connection, table, jobs)
    except duckdb.Error as error:
        if len(jobs) == 1:
            rejected[jobs[0].validation.folder.document_id] = _reason(jobs[0].path, error)
            return
        middle = len(jobs) // 2
        _read_or_bisect(connection, table, jobs[:middle], rejected)
        _read_or_bisect(connection, table, jobs[middle:], rejected)


def _read(connection: duckdb.DuckDBPyConnection, table: str, jobs: list[_Job]) -> None:
    before, own = CSV_TABLES[table]
    owners = pa.table(
        {
            "load_path": pa.array([str(job.path) for job in jobs], pa.string()),
            "document_id": pa.array(
                [job.validation.folder.document_id for job in jobs], pa.string()
            ),
            "table_code": pa.array([job.table_code for job in jobs], pa.string()),
        }
    )
    there = jobs[0].columns
    columns = "{" + ", ".join(f"'{name}': '{sql_type(name)}'" for name in there) + "}"
    selected = [f"owners.{name}" for name in before] + [
        f"coalesce(csv.{name}, '')"
        if _keeps_blank(table, name)
        else f"csv.{name}"
        if name in there
        else "null"
        for name in own
    ]
    connection.register("owners", owners)
    try:
        connection.execute(
            f"insert into stage_{table} select {', '.join(selected)} "  # noqa: S608 - own names
            f"from {_READ.format(columns=columns)} as csv join owners using (load_path)",
            {"files": [_escape_glob(str(job.path)) for job in jobs]},
        )
    finally:
        connection.unregister("owners")


def _keeps_blank(table: str, column: str) -> bool:
    return table == "cells" and column in TEXT_AS_PRINTED


def _escape_glob(path: str) -> str:
    """Escape a path: DuckDB expands patterns even in an explicit list, and ``a[1]`` is a name."""
    return "".join(f"[{char}]" if char in "[*?" else char for char in path)

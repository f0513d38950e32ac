"""parquet/<table>/ of a release: one file, or one per year and region, shared where unchanged.

``parquet/<table>/*.parquet`` is the table, whichever it is. A table of few rows is one file,
``data.parquet``; one of many is a file per fiscal year and region of the documents, and a year of a
region that is still too large is split in 2, 4, 8 … by a hash of the document. A file that holds
what it held in the last release is that file: a link, with the release that wrote it in its
metadata.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Sequence
from pathlib import Path

import duckdb

from dagster_project.release.content import MARTS, Table
from dagster_project.release.parts import PARTS, has_parts, owner_column
from dagster_project.release.policy import ReleasePolicy
from dagster_project.runtime.warehouse import (
    RELEASE_FILE,
    escape,
    limit_memory,
    limit_threads,
    quote,
)

FOLDER, WHOLE = "parquet", "data.parquet"


def write_parquet(
    release: Path,
    tables: Sequence[Table],
    release_id: str,
    policy: ReleasePolicy,
    previous: Path | None = None,
) -> None:
    """Write each table as parquet; DECIMAL stays DECIMAL, the release id is in the metadata.

    ``previous`` is a whole release, from which files that hold the same rows are linked.
    """
    with duckdb.connect() as connection:
        limit_memory(connection)
        limit_threads(connection, release / RELEASE_FILE)
        for name, folder in (("release", release), ("former", previous)):
            if folder is not None and (folder / RELEASE_FILE).is_file():
                path = escape(str(folder / RELEASE_FILE))
                connection.execute(f"attach '{path}' as {name} (read_only)")
        former = _files_of(connection, "former", policy) if previous is not None else {}
        current = _files_of(connection, "release", policy)
        connection.execute("use release")
        for table in tables:
            folder = release / FOLDER / table.name
            folder.mkdir(parents=True)
            own = current.get(table.name, {})
            if WHOLE in own or not own:
                _write_whole(connection, table, folder / WHOLE, release_id)
                continue
            is_alike = previous is not None and _is_alike(connection, table)
            same = {
                name
                for name in own
                if is_alike and former.get(table.name, {}).get(name) == own[name]
            }
            for name in same:
                assert previous is not None  # noqa: S101 - nothing is the same as nothing
                link(previous / FOLDER / table.name / name, folder / name)
            _write_files(connection, table, tables, folder, own.keys() - same, release_id)


def link(source: Path, target: Path) -> None:
    """Share a file of another release, or copy it where the file system shares none."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _files_of(
    connection: duckdb.DuckDBPyConnection, database: str, policy: ReleasePolicy
) -> dict[str, dict[str, tuple[object, ...]]]:
    """Return the files of each table with what is in them: rows and digests.

    Makes ``temp.<database>_files``: of each table × document the file that its rows are in.
    """
    if not has_parts(connection, database):
        return {}
    limit = policy.rows_per_parquet_file
    connection.execute(
        f"create or replace temp table {database}_files as "  # noqa: S608 - own names
        "with placed as (select *, sum(row_count) over (partition by table_name) as of_table, "
        "sum(row_count) over (partition by table_name, place) as of_place "
        f"from {database}.{PARTS}) "
        "select table_name, document_id, row_count, row_sum, row_xor, "
        f"case when of_table <= {limit} or document_id = '' and of_table = row_count "
        f"then '{WHOLE}' else place || "
        f"case when of_place <= {limit} then '' else '-' || (md5_number_lower(document_id) % "
        f"(1::ubigint << ceil(log2(of_place / {limit}))::ubigint)) end || '.parquet' end as file "
        "from placed"
    )
    files: dict[str, dict[str, tuple[object, ...]]] = {}
    for table, name, *held in connection.execute(
        "select table_name, file, sum(row_count), sum(row_sum), bit_xor(row_xor), "  # noqa: S608
        f"count(*) from temp.{database}_files group by all"
    ).fetchall():
        files.setdefault(table, {})[name] = tuple(held)
    return files


def _is_alike(connection: duckdb.DuckDBPyConnection, table: Table) -> bool:
    """Return whether a table has the columns that it had, in their order and types."""
    before = connection.execute(
        "select column_name, data_type from duckdb_columns() where database_name = 'former' "
        "and schema_name = ? and table_name = ? order by column_index",
        [MARTS, table.name],
    ).fetchall()
    return before == [(column.name, column.type) for column in table.columns]


def _options(release_id: str) -> str:
    return f"format parquet, compression zstd, kv_metadata {{release_id: '{escape(release_id)}'}}"


def _write_whole(
    connection: duckdb.DuckDBPyConnection, table: Table, path: Path, release_id: str
) -> None:
    name, to = f"release.{MARTS}.{quote(table.name)}", escape(str(path))
    connection.execute(f"copy {name} to '{to}' ({_options(release_id)})")


def _write_files(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    tables: Sequence[Table],
    folder: Path,
    names: Collection[str],
    release_id: str,
) -> None:
    """Write some files of a table, all of them in one pass over it."""
    if not names:
        return
    listed = ", ".join(f"'{escape(name)}'" for name in names)
    connection.execute(
        "create or replace temp table wanted as select document_id as wanted_id, file as in_file "  # noqa: S608
        f"from temp.release_files where table_name = '{escape(table.name)}' and file in ({listed})"
    )
    source, owner = f"release.{MARTS}.{quote(table.name)} as r", "r.document_id"
    if owner_column(table, tables) == "finding_id":
        source += f" left join release.{MARTS}.findings as f on r.finding_id = f.finding_id"
        owner = "f.document_id"
    [(ids, count)] = connection.execute(
        "select string_agg('''' || replace(wanted_id, '''', '''''') || '''', ', '), count(*) "
        "from wanted"
    ).fetchall()
    # Listed where they are some of many: a scan then passes by what holds none of them.
    is_all = 2 * count > _documents(connection, table)
    few = "" if is_all else f"where {owner} in ({ids}) or {owner} is null"
    split = folder / ".split"
    connection.execute(
        f"copy (select r.*, wanted.in_file from {source} "  # noqa: S608
        f"inner join wanted on coalesce({owner}::varchar, '') = wanted.wanted_id {few}) "
        f"to '{escape(str(split))}' ({_options(release_id)}, partition_by (in_file))"
    )
    for name in names:
        written = sorted((split / f"in_file={name}").glob("*.parquet"))
        if len(written) == 1:
            written[0].rename(folder / name)
            continue
        # Several threads, or too many files at once: DuckDB began another.
        files = ", ".join(f"'{escape(str(path))}'" for path in written)
        connection.execute(
            f"copy (from read_parquet([{files}], hive_partitioning = false)) "
            f"to '{escape(str(folder / name))}' ({_options(release_id)})"
        )
    shutil.rmtree(split)


def _documents(connection: duckdb.DuckDBPyConnection, table: Table) -> int:
    [(count,)] = connection.execute(
        "select count(*) from temp.release_files where table_name = ?", [table.name]
    ).fetchall()
    return int(count)

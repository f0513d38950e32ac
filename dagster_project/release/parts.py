"""What each document has in each table, as digests: by them a release knows what changed.

Every row of a mart belongs to a document, or to the corpus (``document_id`` is then empty). A
release keeps the digests of its rows beside its marts, in a schema that is no part of them; the
next release writes what differs and shares the rest. They are taken of rows and nothing else: which
code made a row does not matter, only what it says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import duckdb
import pyarrow as pa

from dagster_project.release.content import MARTS, Table, hash_content, read_tables
from dagster_project.runtime.warehouse import escape, quote

# The release's own memory, beside the marts: nothing for BI.
MEMORY = "publication"
PARTS = f"{MEMORY}.parts"
HISTORY = f"{MEMORY}.history"
# Of a warehouse that is made of shards: what each shard has measured of the marts it handed out.
DIGESTS = f"{MEMORY}.digests"
# Whose a row is that belongs to no document.
CORPUS = ""

_DOCUMENTS, _FINDINGS = "documents", "findings"


@dataclass(frozen=True)
class Parts:
    """Digests of the rows of a release: one row per table × document, see ``measure_parts``."""

    rows: pa.Table

    @cached_property
    def of_tables(self) -> dict[str, tuple[str | None, str | None]]:
        """Return sum and exclusive or over the hashes of all rows of each table that has rows."""
        with duckdb.connect() as connection:
            connection.register("parts", self.rows)
            found = connection.execute(
                "select table_name, sum(row_sum)::varchar, bit_xor(row_xor)::varchar "
                "from parts group by table_name"
            ).fetchall()
        return {name: (total, either) for name, total, either in found}


def content_of_marts(connection: duckdb.DuckDBPyConnection) -> str:
    """Return the content hash of the marts that a connection reads."""
    tables = read_tables(connection)
    return hash_content(tables, measure_parts(connection, tables).of_tables)


def owner_column(table: Table, tables: Sequence[Table]) -> str | None:
    """Return the column that leads from a row to its document, None where rows are the corpus's.

    A row belongs to the document that it names, else to that of the finding that it names.
    """
    own = {column.name for column in table.columns}
    findings = next((other for other in tables if other.name == _FINDINGS), None)
    leads = findings is not None and {"document_id", "finding_id"} <= {
        column.name for column in findings.columns
    }
    if "document_id" in own:
        return "document_id"
    return "finding_id" if leads and "finding_id" in own else None


def measure_parts(connection: duckdb.DuckDBPyConnection, tables: Sequence[Table]) -> Parts:
    """Return a row per table × document with rows there: each table is read once.

    Columns: ``table_name``, ``document_id``, ``place`` (year and region of the document, a word for
    file names), ``row_count``, ``row_sum`` and ``row_xor`` over the hashes of the rows. What shards
    have measured already is not read again.
    """
    known = _measured_by_shards(connection)
    measured = [digests_of(table, tables) for table in tables if table.name not in known]
    if known:
        measured.append(
            "select table_name, document_id, sum(row_count)::bigint as row_count, "  # noqa: S608
            f"sum(row_sum) as row_sum, bit_xor(row_xor) as row_xor from {DIGESTS} group by 1, 2"
        )
    return Parts(
        connection.execute(
            f"select measured.table_name, measured.document_id, "  # noqa: S608 - own names
            f"coalesce(places.place, 'unknown') as place, "
            "measured.row_count, measured.row_sum, measured.row_xor "
            f"from ({' union all '.join(measured)}) as measured "
            f"left join ({_places(tables)}) as places using (document_id) order by 1, 2"
        ).fetch_arrow_table()
    )


def _measured_by_shards(connection: duckdb.DuckDBPyConnection) -> set[str]:
    there = connection.execute(
        "select 1 from duckdb_views() where database_name = current_database() "
        "and concat_ws('.', schema_name, view_name) = ?",
        [DIGESTS],
    ).fetchall()
    if not there:
        return set()
    names = connection.execute(f"select distinct table_name from {DIGESTS}").fetchall()  # noqa: S608
    return {name for (name,) in names}


def digests_of(table: Table, tables: Sequence[Table]) -> str:
    """Return the query of the digests of a table, a row per document; see ``measure_parts``."""
    name, column = f"{MARTS}.{quote(table.name)}", owner_column(table, tables)
    source, document = f"{name} as r", f"'{CORPUS}'"
    if column == "document_id":
        document = f"coalesce(r.document_id::varchar, '{CORPUS}')"
    elif column == "finding_id":
        source += (
            f" left join (select finding_id, min(document_id) as document_id "  # noqa: S608
            f"from {MARTS}.{_FINDINGS} group by 1) as owners on r.finding_id = owners.finding_id"
        )
        document = f"coalesce(owners.document_id::varchar, '{CORPUS}')"
    return (
        f"select '{escape(table.name)}' as table_name, {document} as document_id, "  # noqa: S608
        "count(*) as row_count, sum(hash(r)::hugeint)::decimal(38, 0) as row_sum, "
        f"bit_xor(hash(r)) as row_xor from {source} group by 2"
    )


def _places(tables: Sequence[Table]) -> str:
    """Return a query of year and region of each document, as a word that is safe in a file name."""
    documents = next((table for table in tables if table.name == _DOCUMENTS), None)
    columns = {column.name for column in documents.columns} if documents else set()
    if "document_id" not in columns:
        return "select '' as document_id, '' as place where false"
    year, region = (
        f"coalesce(nullif(regexp_replace({name}::varchar, '[^0-9A-Za-z]', '', 'g'), ''), 'unknown')"
        if name in columns
        else "'unknown'"
        for name in ("fiscal_year", "region_code")
    )
    return (
        f"select document_id::varchar as document_id, min({year} || '-' || {region}) as place "  # noqa: S608
        f"from {MARTS}.{_DOCUMENTS} group by 1"
    )


def find_changed(connection: duckdb.DuckDBPyConnection, parts: Parts) -> None:
    """Make ``temp.changed`` in a copy of a release: what differs from ``parts``.

    A row per table × document with ``old_rows`` and ``new_rows``; equal ones are left out.
    """
    connection.register("new_parts", parts.rows)
    connection.execute(
        "create or replace temp table changed as select table_name, document_id, "  # noqa: S608
        "coalesce(old.row_count, 0) as old_rows, coalesce(new.row_count, 0) as new_rows "
        f"from new_parts as new full join {PARTS} as old using (table_name, document_id) "
        "where (new.row_count, new.row_sum, new.row_xor) "
        "is distinct from (old.row_count, old.row_sum, old.row_xor)"
    )


def write_parts(connection: duckdb.DuckDBPyConnection, parts: Parts, deleted_rows: int) -> None:
    """Write the memory of a release: digests, and the rows deleted since all was written."""
    connection.register("new_parts", parts.rows)
    connection.execute(f"create schema if not exists {MEMORY}")
    connection.execute(f"create or replace table {PARTS} as from new_parts")
    connection.execute(
        f"create or replace table {HISTORY} as select ?::bigint as deleted_rows", [deleted_rows]
    )


def has_parts(connection: duckdb.DuckDBPyConnection, database: str | None = None) -> bool:
    """Return whether a database has such a memory: releases before this version have none."""
    [(count,)] = connection.execute(
        "select count(*) from duckdb_tables() where database_name = coalesce(?, current_database())"
        " and schema_name = ? and table_name in ('parts', 'history')",
        [database, MEMORY],
    ).fetchall()
    return bool(count == 2)

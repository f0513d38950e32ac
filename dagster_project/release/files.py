"""The data files of a release: juesuan.duckdb, parquet/<table>/… and datapackage.json."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.release.content import MARTS, RELEASE_INFO, Column, Table, read_tables
from dagster_project.runtime.warehouse import (
    RELEASE_FILE,
    attach_what_it_reads,
    escape,
    limit_memory,
    open_release,
    quote,
)

_FRICTIONLESS = {
    "VARCHAR": "string",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "TIMESTAMP WITH TIME ZONE": "datetime",
    "DOUBLE": "number",
    "FLOAT": "number",
    "JSON": "object",
}
_INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
_MEDIA_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".webp": "image/webp",
}
_INFO_LABELS = {
    "release_id": "发布编号",
    "content_sha256": "内容指纹:表结构与全部行,不含时间",
    "created_at": "发布时间(UTC)",
}


def write_duckdb(
    warehouse: Path,
    path: Path,
    tables: list[Table],
    release_id: str,
    content_sha256: str,
    created_at: datetime,
) -> list[Table]:
    """Write schema marts with its labels and release_info; return all tables as written."""
    with duckdb.connect(str(path)) as connection:
        limit_memory(connection)
        attach_what_it_reads(connection, warehouse)
        connection.execute(f"attach '{escape(str(warehouse))}' as warehouse (read_only)")
        connection.execute(f"create schema {MARTS}")
        for table in tables:
            name = f"{MARTS}.{quote(table.name)}"
            connection.execute(f"create table {name} as select * from warehouse.{name}")  # noqa: S608
            _comment(connection, table)
        write_release_info(connection, release_id, content_sha256, created_at)
        connection.execute("detach warehouse")
        return read_tables(connection)


def write_release_info(
    connection: duckdb.DuckDBPyConnection,
    release_id: str,
    content_sha256: str,
    created_at: datetime,
) -> None:
    """Write the one row that says which release a file is."""
    info = Table(
        RELEASE_INFO,
        "本次发布:一行。Grain: the release.",
        tuple(Column(name, "", label) for name, label in _INFO_LABELS.items()),
        1,
    )
    connection.execute(
        f"create table {MARTS}.{RELEASE_INFO} as select ?::varchar as release_id, "
        "?::varchar as content_sha256, ?::timestamp as created_at",
        [release_id, content_sha256, created_at.replace(tzinfo=None)],
    )
    _comment(connection, info)


def _comment(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    name = f"{MARTS}.{quote(table.name)}"
    connection.execute(f"comment on table {name} is '{escape(table.comment)}'")
    for column in table.columns:
        target = f"{name}.{quote(column.name)}"
        connection.execute(f"comment on column {target} is '{escape(column.comment)}'")


def write_parquet(release: Path, tables: list[Table], release_id: str) -> None:
    """Write each table as parquet; DECIMAL stays DECIMAL, the release id is in the metadata."""
    with open_release(release) as connection:
        for table in tables:
            path = release / "parquet" / table.name / "data.parquet"
            path.parent.mkdir(parents=True)
            connection.execute(
                f"copy {MARTS}.{quote(table.name)} to '{escape(str(path))}' "
                f"(format parquet, compression zstd, "
                f"kv_metadata {{release_id: '{escape(release_id)}'}})"
            )


def write_datapackage(
    folder: Path,
    tables: list[Table],
    release_id: str,
    content_sha256: str,
    created_at: datetime,
) -> None:
    """Describe every file of the release; written last, so that its presence means completeness."""
    package: dict[str, Any] = {
        "profile": "data-package",
        "name": "juesuan-marts",
        "id": release_id,
        "title": "部门决算公开数据集",
        "description": "Departmental final accounts (部门决算), reconciled; money in yuan.",
        "created": created_at.isoformat(timespec="seconds"),
        "content_sha256": content_sha256,
        "resources": [_table_resource(folder, table) for table in tables]
        + [
            _file_resource(folder, "juesuan-duckdb", RELEASE_FILE, "application/vnd.duckdb"),
            _file_resource(
                folder,
                "findings-xlsx",
                "findings.xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ),
            *_report_resources(folder),
        ],
    }
    text = json.dumps(package, ensure_ascii=False, indent=1)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")


def _table_resource(folder: Path, table: Table) -> dict[str, Any]:
    path = f"parquet/{table.name}/data.parquet"
    resource = _file_resource(folder, table.name, path, "application/vnd.apache.parquet")
    return resource | {
        "title": first_sentence(table.comment) or table.name,
        "description": table.comment,
        "row_count": table.rows,
        "schema": {"fields": [_field(column) for column in table.columns]},
    }


def _report_resources(folder: Path) -> list[dict[str, Any]]:
    """Describe every file of the report; ``report`` itself is its first page."""
    resources = []
    for file in sorted(path for path in (folder / "report").rglob("*") if path.is_file()):
        path = file.relative_to(folder).as_posix()
        name = "report" if path == "report/index.html" else path.replace("/", "-").lower()
        resources.append(_file_resource(folder, name, path, _MEDIA_TYPES[file.suffix]))
    return resources


def _field(column: Column) -> dict[str, str]:
    return {
        "name": column.name,
        "type": frictionless_type(column.type),
        "duckdb_type": column.type,
        "title": first_sentence(column.comment) or column.name,
        "description": column.comment,
    }


def _file_resource(folder: Path, name: str, path: str, media_type: str) -> dict[str, Any]:
    content = folder / path
    with content.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {
        "name": name,
        # frictionless takes Parquet for a table and reads it through pandas: an empty integer is
        # NaN there and not valid, and bytes are not counted. A file is validated by its bytes and
        # hash, and its schema stays; that the rows fit it, our tests see.
        "type": "file",
        "path": path,
        "format": content.suffix.removeprefix("."),
        "mediatype": media_type,
        "bytes": content.stat().st_size,
        "hash": f"sha256:{digest}",
    }


def frictionless_type(duckdb_type: str) -> str:
    """Return the Table Schema type of a DuckDB type."""
    if duckdb_type.endswith("]"):
        return "array"
    if duckdb_type.startswith("STRUCT"):
        return "object"
    if duckdb_type.startswith("DECIMAL"):
        return "number"
    if duckdb_type.removeprefix("U") in _INTEGERS:
        return "integer"
    return _FRICTIONLESS.get(duckdb_type, "any")


def first_sentence(text: str) -> str:
    """Return the label at the start of a description: up to the first full stop or line end."""
    return text.strip().split("\n")[0].split("。")[0].split(";")[0].strip()

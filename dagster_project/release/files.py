"""What a release says of itself: release_info, labels, and datapackage.json over its files."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.release.content import MARTS, RELEASE_INFO, Column, Table
from dagster_project.runtime.warehouse import RELEASE_FILE, escape, quote

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
    ".duckdb": "application/vnd.duckdb",
    ".parquet": "application/vnd.apache.parquet",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_INFO_LABELS = {
    "release_id": "发布编号",
    "content_sha256": "内容指纹:表结构与全部行,不含时间",
    "created_at": "发布时间(UTC)",
}


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
        f"create or replace table {MARTS}.{RELEASE_INFO} as select ?::varchar as release_id, "
        "?::varchar as content_sha256, ?::timestamp as created_at",
        [release_id, content_sha256, created_at.replace(tzinfo=None)],
    )
    write_labels(connection, info)


def write_labels(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Write the Chinese labels of a table and its columns as comments."""
    name = f"{MARTS}.{quote(table.name)}"
    connection.execute(f"comment on table {name} is '{escape(table.comment)}'")
    for column in table.columns:
        target = f"{name}.{quote(column.name)}"
        connection.execute(f"comment on column {target} is '{escape(column.comment)}'")


def write_datapackage(
    folder: Path,
    tables: list[Table],
    release_id: str,
    content_sha256: str,
    created_at: datetime,
    previous: Path | None = None,
) -> None:
    """Describe every file of the release; written last, so that its presence means completeness.

    ``previous`` is a whole release: what is shared with it has the hash that it has there.
    """
    files = _Files(folder, previous)
    package: dict[str, Any] = {
        "profile": "data-package",
        "name": "juesuan-marts",
        "id": release_id,
        "title": "部门决算公开数据集",
        "description": "Departmental final accounts (部门决算), reconciled; money in yuan.",
        "created": created_at.isoformat(timespec="seconds"),
        "content_sha256": content_sha256,
        "resources": [resource for table in tables for resource in _table_resources(files, table)]
        + [
            files.resource("juesuan-duckdb", RELEASE_FILE),
            files.resource("findings-xlsx", "findings.xlsx"),
            *_folder_resources(files, "worksheets"),
            *_folder_resources(files, "report"),
        ],
    }
    text = json.dumps(package, ensure_ascii=False, indent=1)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")


def _table_resources(files: _Files, table: Table) -> list[dict[str, Any]]:
    """Describe a table by its first file, whose schema is that of all, and its further files."""
    first, *rest = sorted(path.name for path in (files.folder / "parquet" / table.name).iterdir())
    described = files.resource(table.name, f"parquet/{table.name}/{first}") | {
        "title": first_sentence(table.comment) or table.name,
        "description": table.comment,
        "row_count": table.rows,
        "schema": {"fields": [_field(column) for column in table.columns]},
    }
    if rest:
        # All of them are the table, and so many rows it has; each file is a resource.
        described["files"] = f"parquet/{table.name}/*.parquet"
    return [
        described,
        *(
            files.resource(
                f"{table.name}-{name.removesuffix('.parquet').lower()}",
                f"parquet/{table.name}/{name}",
            )
            | {"table": table.name}
            for name in rest
        ),
    ]


def _folder_resources(files: _Files, name: str) -> list[dict[str, Any]]:
    """Describe every file of a folder; ``report`` itself is its first page."""
    resources = []
    for file in sorted(path for path in (files.folder / name).rglob("*") if path.is_file()):
        path = file.relative_to(files.folder).as_posix()
        title = "report" if path == "report/index.html" else path.replace("/", "-").lower()
        resources.append(files.resource(title, path))
    return resources


def _field(column: Column) -> dict[str, str]:
    return {
        "name": column.name,
        "type": frictionless_type(column.type),
        "duckdb_type": column.type,
        "title": first_sentence(column.comment) or column.name,
        "description": column.comment,
    }


class _Files:
    """The files of a release, each with its hash; one that is shared is not read again."""

    def __init__(self, folder: Path, previous: Path | None) -> None:
        self.folder, self._previous = folder, previous
        package = read_package(previous) if previous is not None else None
        self._known = {one["path"]: one for one in (package or {"resources": ()})["resources"]}

    def resource(self, name: str, path: str) -> dict[str, Any]:
        """Describe one file."""
        content = self.folder / path
        digest, size = self._hash(path, content)
        return {
            "name": name,
            # frictionless takes Parquet for a table and reads it through pandas: an empty integer
            # is NaN there and not valid, and bytes are not counted. A file is validated by its
            # bytes and hash, and its schema stays; that the rows fit it, our tests see.
            "type": "file",
            "path": path,
            "format": content.suffix.removeprefix("."),
            "mediatype": _MEDIA_TYPES[content.suffix],
            "bytes": size,
            "hash": digest,
        }

    def _hash(self, path: str, content: Path) -> tuple[str, int]:
        known, stat = self._known.get(path), content.stat()
        if known is not None and self._previous is not None and stat.st_nlink > 1:
            former = self._previous / path
            if former.is_file() and former.stat().st_ino == stat.st_ino:
                return known["hash"], known["bytes"]
        with content.open("rb") as stream:
            return f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}", stat.st_size


def read_package(release: Path) -> dict[str, Any] | None:
    """Return what a complete release says of itself, else None."""
    try:
        package = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return package if isinstance(package, dict) else None


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

"""Loading ``raw/`` into the ``raw`` schema: validated, idempotent by content, safe to kill.

One transaction per fiscal year: a document is either wholly as before or wholly as it is now.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from dagster_project.contract.known_columns import known_columns
from dagster_project.contract.raw_schema import (
    CSV_TABLES,
    SMALL_TABLES,
    all_columns,
    create_statements,
)
from dagster_project.contract.succession import Policy, read_policy
from dagster_project.loading.bulk import stage_csvs
from dagster_project.loading.folders import ExtractFolder, hash_extract, list_folders, partitions_of
from dagster_project.loading.packed import unpacked
from dagster_project.loading.policy import LoadPolicy, read_load_policy
from dagster_project.loading.rows import insert_small_rows
from dagster_project.loading.succession import settle_standings
from dagster_project.loading.validation import Validation, validate_folder
from dagster_project.runtime.problems import JuesuanError, Problem
from dagster_project.runtime.warehouse import quote

log = logging.getLogger(__name__)

# Raise it when the same bytes must be read again because the loader understands them differently.
LOADER_VERSION = "2"
_PROGRESS_EVERY = 200


@dataclass
class LoadSummary:
    """What one load did, in documents."""

    loaded: int = 0
    refused: int = 0
    quarantined: int = 0
    unchanged: int = 0
    removed: int = 0
    partitions: list[str] = field(default_factory=list)


def find_folders(raw_dir: Path) -> list[ExtractFolder]:
    """Return the folders below ``raw_dir``; JuesuanError when there is nothing to read."""
    if not raw_dir.is_dir():
        raise JuesuanError(
            f"raw folder {raw_dir} does not exist; extract a document first "
            f"(juesuan extract FILE --raw {raw_dir})"
        )
    folders = list_folders(raw_dir)
    if not folders:
        raise JuesuanError(
            f"raw folder {raw_dir} holds no document (expected {raw_dir}/<year>/<document_id>/); "
            f"extract one first (juesuan extract FILE --raw {raw_dir})"
        )
    return folders


def load_raw(
    connection: duckdb.DuckDBPyConnection,
    raw_dir: Path,
    partitions: Sequence[str] | None = None,
    *,
    reread: bool = False,
    policy: LoadPolicy | None = None,
    succession: Policy | None = None,
) -> LoadSummary:
    """Bring the raw schema in line with ``raw_dir``.

    ``partitions`` limits reading to fiscal years (vanished folders leave in any case); ``reread``
    ignores the content hash. ``succession`` decides which document of a disclosure is current.
    """
    return load_folders(
        connection,
        find_folders(raw_dir),
        partitions,
        reread=reread,
        policy=policy,
        succession=succession,
    )


def load_folders(
    connection: duckdb.DuckDBPyConnection,
    folders: Sequence[ExtractFolder],
    partitions: Sequence[str] | None = None,
    *,
    reread: bool = False,
    policy: LoadPolicy | None = None,
    succession: Policy | None = None,
) -> LoadSummary:
    """Bring the raw schema in line with some extract folders, as ``load_raw`` does with all."""
    policy = policy or read_load_policy()
    _prepare_schema(connection)
    summary = LoadSummary(removed=_remove_vanished(connection, folders))
    for partition in partitions or partitions_of(folders):
        of_year = [folder for folder in folders if folder.partition == partition]
        _load_year(connection, partition, of_year, policy, reread, summary)
    settle_standings(connection, succession or read_policy())
    return summary


def _prepare_schema(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the raw tables; tables of an older layout are emptied by making all of them anew."""
    expected = {
        (table, name) for table in (*SMALL_TABLES, *CSV_TABLES) for name in all_columns(table)
    }
    present = set(
        connection.execute(
            "select table_name, column_name from duckdb_columns() where schema_name = 'raw'"
        ).fetchall()
    )
    if present and present != expected:
        log.info("raw schema has another layout: every document is loaded again")
        for table in {table for table, _ in present}:
            connection.execute(f"drop table raw.{quote(table)}")
    for statement in create_statements():
        connection.execute(statement)


def fingerprint_loader(policy: LoadPolicy) -> str:
    """Return a hash of all that decides, beside the bytes, what a folder becomes."""
    columns = sorted((table, *sorted(codes)) for table, codes in known_columns().items())
    parts = (LOADER_VERSION, sorted(CSV_TABLES.items()), policy, columns)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _remove_vanished(
    connection: duckdb.DuckDBPyConnection, folders: Sequence[ExtractFolder]
) -> int:
    """Delete documents whose folder is gone or now goes under another id."""
    present = {(folder.folder, folder.document_id) for folder in folders}
    known = connection.execute("select folder, document_id from raw.load_ledger").fetchall()
    gone = [document_id for folder, document_id in known if (folder, document_id) not in present]
    for document_id in gone:
        log.info("%s: removed, its folder is gone", document_id, extra={"document_id": document_id})
    if gone:
        connection.begin()
        _delete(connection, gone)
        connection.commit()
    return len(gone)


def _load_year(
    connection: duckdb.DuckDBPyConnection,
    partition: str,
    folders: Sequence[ExtractFolder],
    policy: LoadPolicy,
    reread: bool,
    summary: LoadSummary,
) -> None:
    fingerprint = fingerprint_loader(policy)
    hashes = {folder.folder: hash_extract(folder) for folder in folders}
    known = dict(
        connection.execute(
            "select folder, content_sha256 from raw.load_ledger "
            "where partition_key = ? and loader_fingerprint = ?",
            [partition, fingerprint],
        ).fetchall()
    )
    changed = [f for f in folders if reread or known.get(f.folder) != hashes[f.folder]]
    summary.partitions.append(partition)
    summary.unchanged += len(folders) - len(changed)
    if not changed:
        log.info("%s: %d documents unchanged", partition, len(folders))
        return
    with unpacked(changed) as there:
        validations = _validate_all(there, policy)
        _store(connection, validations, hashes, fingerprint, policy)
    for validation in validations:
        status = validation.load_status
        setattr(summary, status, getattr(summary, status) + 1)


def _validate_all(folders: Sequence[ExtractFolder], policy: LoadPolicy) -> list[Validation]:
    validations = []
    for number, folder in enumerate(folders, start=1):
        validation = validate_folder(folder, policy)
        validations.append(validation)
        log.info(
            "%s: %s%s",
            folder.folder,
            validation.load_status,
            f" - {validation.reason_zh}" if validation.reason_zh else "",
            extra={"document_id": folder.document_id},
        )
        if number % _PROGRESS_EVERY == 0:
            log.info("validated %d of %d folders", number, len(folders))
    return validations


def _store(
    connection: duckdb.DuckDBPyConnection,
    validations: list[Validation],
    hashes: dict[str, str],
    fingerprint: str,
    policy: LoadPolicy,
) -> None:
    loadable = [item for item in validations if item.load_status == "loaded"]
    rejected = stage_csvs(connection, loadable, policy.files_per_bulk_read)
    for item in loadable:
        if reason := rejected.get(item.folder.document_id):
            item.load_status = "quarantined"
            message = f"数据库未能读入:{reason}。请重新提取该文档。"
            item.problems.append(Problem("document.json", None, "load_rejected", message))
    connection.begin()
    try:
        _delete(connection, [item.folder.document_id for item in validations])
        insert_small_rows(connection, validations, hashes, fingerprint)
        for table in CSV_TABLES:
            connection.execute(f"insert into raw.{table} select * from stage_{table}")  # noqa: S608
    except BaseException:
        connection.rollback()
        raise
    connection.commit()
    for table in CSV_TABLES:
        connection.execute(f"drop table stage_{table}")


def _delete(connection: duckdb.DuckDBPyConnection, document_ids: Sequence[str]) -> None:
    for table in (*SMALL_TABLES, *CSV_TABLES):
        connection.execute(
            f"delete from raw.{table} where document_id in (select unnest(?::varchar[]))",  # noqa: S608
            [list(document_ids)],
        )

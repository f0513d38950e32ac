"""``juesuan export``: marts of the current release as files."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

import click

from dagster_project.release.content import Table, read_tables
from dagster_project.release.export import Mart, column_headings, write_mart
from dagster_project.release.files import first_sentence
from dagster_project.release.folders import require_current
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.settings import load_settings
from dagster_project.runtime.warehouse import open_release

# People open these two, programs the others.
_LABELS = {"csv": "zh", "xlsx": "zh", "parquet": "en", "json": "en"}


def list_marts() -> int:
    """Print every mart with its rows and what it is."""
    release = require_current(load_settings().published_dir)
    with open_release(release) as connection:
        tables = read_tables(connection)
    width = max(len(table.name) for table in tables)
    for table in tables:
        click.echo(f"{table.name:<{width}}  {table.rows:>9}  {first_sentence(table.comment)}")
    return 0


def export_marts(names: Sequence[str], file_format: str, labels: str | None, out: Path) -> int:
    """Write the marts named into ``out``, all from one release."""
    release = require_current(load_settings().published_dir)
    with open_release(release) as connection:
        tables = {table.name: table for table in read_tables(connection)}
        chosen = [_find(name, tables) for name in dict.fromkeys(names)]
        try:
            out.mkdir(parents=True, exist_ok=True)
            for table in chosen:
                path = out / f"{table.name}.{file_format}"
                headings = column_headings(table, labels or _LABELS[file_format])
                write_mart(Mart(connection, table, headings), path, file_format)
                click.echo(f"{table.name}: {table.rows} rows → {path}")
        except OSError as error:
            raise JuesuanError(f"cannot write to {out}: {error.strerror or error}") from error
    return 0


def _find(name: str, tables: dict[str, Table]) -> Table:
    if name in tables:
        return tables[name]
    near = get_close_matches(name, tables, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "see juesuan export --list"
    raise JuesuanError(f"no mart {name} in the current release; {hint}")

"""Warehouses for tests: built with dbt's compiled SQL, and shared by all workers of a test run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from filelock import FileLock

from dagster_project.loading.load import load_raw
from dagster_project.runtime.settings import DBT_DIR, PROJECT_DIR
from dagster_project.runtime.warehouse import RELEASE_FILE, open_warehouse, quote
from dagster_project.warehouse.compiled import compile_project
from tests.factories import write_document

# The data tests that look at several models; what tests keys and values looks at one each.
SINGULAR = (
    "assert_every_fact_joins_every_dimension",
    "assert_every_printed_key_is_a_subject",
    "assert_every_subject_has_one_verdict",
    "assert_facts_hold_every_account",
)
# {name of a seed: rows to add to it, columns that are not named being empty}
SeedRows = Mapping[str, Iterable[Mapping[str, str]]]


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Any]) -> Path:
    """Return a folder that ``make`` filled, once for all workers of this test run."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder, done = base / f"once-{name}", base / f"once-{name}.done"
    with FileLock(base / f"once-{name}.lock"):
        if not done.exists():
            # What another worker failed to make is made again, so that each says why.
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            done.touch()
    return folder


def shipped_release(factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the warehouse of the documents in ``raw/``, to be read only."""

    def make(folder: Path) -> None:
        build(PROJECT_DIR / "raw", folder / RELEASE_FILE)

    return once(factory, "shipped", make)


def mixed_release(factory: pytest.TempPathFactory) -> Path:
    """Return a folder with ``w.duckdb`` and ``published/``, to be read only.

    They hold the documents in ``raw/``, twelve invented ones in which twelve errors are planted,
    and one that cannot be loaded.
    """

    def make(folder: Path) -> None:
        from dagster_project.publication import publish
        from dagster_project.synth.generate import generate

        shutil.copytree(PROJECT_DIR / "raw", folder / "raw")
        generate(12, 2, 12, 11, folder / "synth", lambda _: None)
        for year in (folder / "synth").glob("2*"):
            shutil.copytree(year, folder / "raw" / year.name, dirs_exist_ok=True)
        broken = write_document(folder / "raw", "broken-2022")
        with (broken / "gk03.csv").open("a", encoding="utf-8") as stream:
            stream.write("not,a,row\n")
        build(folder / "raw", folder / "w.duckdb")
        publish(folder / "w.duckdb", folder / "published")

    return once(factory, "mixed", make)


def build(
    raw_dir: Path,
    warehouse: Path,
    up_to: Sequence[str] = (),
    *,
    data_tests: Sequence[str] = (),
    seed_rows: SeedRows | None = None,
    project_dir: Path = DBT_DIR,
) -> None:
    """Load ``raw_dir`` and build the models (``up_to`` those named), then run some data tests."""
    compilation = compile_project(project_dir)
    with open_warehouse(warehouse) as connection:
        # Every core has a worker of the tests, and on small tables threads wait for one another:
        # one takes two thirds of the CPU time of two.
        connection.execute("set threads = 1")
        load_raw(connection, raw_dir)
        compilation.copy_seeds(connection)
        for seed, rows in (seed_rows or {}).items():
            add_seed_rows(connection, seed, rows)
        compilation.build(connection, up_to, without_seeds=True)
        assert compilation.failures(connection, data_tests) == []


def add_seed_rows(
    connection: duckdb.DuckDBPyConnection, seed: str, rows: Iterable[Mapping[str, str]]
) -> None:
    """Add rows to the table of a seed, as if they stood in its file: what is empty is NULL."""
    for row in rows:
        names = ", ".join(quote(name) for name in row)
        marks = ", ".join("?" for _ in row)
        connection.execute(
            f"insert into seeds.{quote(seed)} ({names}) values ({marks})",
            [value or None for value in row.values()],
        )

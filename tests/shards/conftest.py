"""The compiled dbt project, and others like it with other rows in the register of organizations."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import duckdb
import pytest

from dagster_project.runtime.settings import DBT_DIR
from dagster_project.shards.families import REGISTER
from dagster_project.shards.plan import Project
from dagster_project.warehouse.compiled import Compilation, compile_project
from dagster_project.warehouse.nodes import MANIFEST, NODES, SEEDS
from dagster_project.warehouse.state import state_of

MakeProject = Callable[[Sequence[Mapping[str, str]]], Project]


@pytest.fixture(scope="session")
def compilation() -> Compilation:
    return compile_project()


@pytest.fixture
def project_with(compilation: Compilation, tmp_path: Path) -> MakeProject:
    """Return what makes a project whose register has some rows more, compiled without dbt."""

    def make(rows: Sequence[Mapping[str, str]]) -> Project:
        folder = tmp_path / f"project-{len(list(tmp_path.glob('project-*')))}"
        shutil.copytree(DBT_DIR, folder, ignore=shutil.ignore_patterns("target", "logs"))
        with (folder / "seeds" / REGISTER).open("a+", encoding="utf-8", newline="") as stream:
            stream.seek(0)
            columns = next(csv.reader(stream))
            csv.DictWriter(stream, columns, lineterminator="\n").writerows(rows)
        # What dbt compiles does not depend on these rows; only the table of the seed does.
        kept = tmp_path / "cache" / state_of(folder)
        kept.mkdir(parents=True)
        for name in (NODES, MANIFEST, SEEDS):
            shutil.copy(compilation.folder / name, kept / name)
        with duckdb.connect(str(kept / SEEDS)) as connection:
            for row in rows:
                names, marks = ", ".join(row), ", ".join("?" for _ in row)
                connection.execute(
                    f"insert into seeds.seeds.organization_register ({names}) values ({marks})",
                    list(row.values()),
                )
        return Project(folder, tmp_path / "cache")

    return make

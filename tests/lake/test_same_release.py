"""A run on the lake publishes what a run without one publishes, and readers of the lake see it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
import yaml

from dagster_project.lake.catalog import open_lake
from dagster_project.lake.services import Services
from dagster_project.release.content import read_tables
from dagster_project.release.parts import content_of_marts
from dagster_project.runtime.settings import PROJECT_DIR
from dagster_project.runtime.warehouse import RELEASE_FILE, open_warehouse
from tests.building import build

SAME = "select count(*), coalesce(sum(hash(t)::hugeint), 0), bit_xor(hash(t)) from {} as t"


def write_instance(home: Path) -> None:
    """Write the dagster.yaml that docs/scaling.md describes: storage in PostgreSQL."""
    usual = (PROJECT_DIR / ".dagster" / "dagster.yaml").read_text(encoding="utf-8")
    page = (PROJECT_DIR / "docs" / "scaling.md").read_text(encoding="utf-8")
    [lines] = re.findall(r"```yaml\n(storage:.*?)```", page, re.DOTALL)
    kept = yaml.safe_load(usual)
    del kept["event_log_storage"]
    home.mkdir(parents=True)
    (home / "dagster.yaml").write_text(yaml.safe_dump(kept) + lines, encoding="utf-8")


def address_of(catalog: str) -> str:
    """Return what SQLAlchemy calls a database that libpq writes as ``catalog``."""
    told = dict(pair.split("=", 1) for pair in catalog.split())
    return f"postgresql+psycopg2://{told['user']}@/{told['dbname']}?host={told['host']}"


def run(services: Services, place: Path, raw: Path) -> None:
    """Let ``juesuan run`` build raw on the lake, in more shards than one."""
    write_instance(place / "home")
    variables = {
        **services.environment,
        "JUESUAN_RAW_DIR": str(raw),
        "JUESUAN_PUBLISHED_DIR": str(place / "published"),
        "JUESUAN_WAREHOUSE": str(place / "warehouse" / "juesuan.duckdb"),
        "DAGSTER_HOME": str(place / "home"),
        "JUESUAN_DAGSTER_DB": address_of(services.place.catalog),
        "JUESUAN_SHARD_DOCUMENTS": "5",
    }
    command = [sys.executable, "-m", "dagster_project.cli", "run"]
    done = subprocess.run(  # noqa: S603 - our own interpreter and module
        command, env=os.environ | variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def rows_of(connection: duckdb.DuckDBPyConnection, relation: str) -> list[tuple[object, ...]]:
    return connection.execute(SAME.format(relation)).fetchall()


@pytest.mark.slow
def test_a_release_from_the_lake_is_that_of_one_build(
    services: Services, raw: Path, tmp_path: Path
) -> None:
    run(services, tmp_path, raw)
    parts = tmp_path / "warehouse" / "juesuan.shards"
    assert len(list(parts.glob("*/part.json"))) > 1
    assert list((parts / "restated").iterdir()) != []
    once = tmp_path / "once.duckdb"
    build(raw, once)
    with open_warehouse(once, read_only=True) as connection:
        tables = read_tables(connection)
        content = content_of_marts(connection)
        expected = {table.name: rows_of(connection, f"marts.{table.name}") for table in tables}
    release = tmp_path / "published" / "current" / RELEASE_FILE
    with duckdb.connect(str(release), read_only=True) as connection:
        published = {name: rows_of(connection, f"marts.{name}") for name in expected}
        stated = connection.execute("select content_sha256 from marts.release_info").fetchall()
    assert published == expected
    assert stated == [(content,)]
    assert [(rows,) for (rows, *_) in expected["documents"]] == [(8,)]
    # Whoever attaches the lake asks the same tables, in every mart.
    with open_lake(services.place) as connection:
        asked = {name: rows_of(connection, f"lake.marts.{name}") for name in expected}
        # What Dagster knows of the run is in PostgreSQL, and nowhere else.
        connection.execute(f"attach '{services.place.catalog}' as catalog (type postgres)")
        runs = connection.execute("select distinct status from catalog.public.runs").fetchall()
    assert asked == expected
    assert runs == [("SUCCESS",)]
    assert list((tmp_path / "home").rglob("*.db")) == []

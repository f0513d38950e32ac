"""After a run readers of the lake see its parts, and rows of other parts are gone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from dagster_project.lake.catalog import SHARDS, open_lake
from dagster_project.lake.commit import commit_part
from dagster_project.lake.services import Services
from dagster_project.lake.settle import settle
from dagster_project.loading.load import find_folders
from dagster_project.runtime.ducklake import attach_lake
from dagster_project.shards.build import build_shard
from dagster_project.shards.gather import gather, gather_raw
from dagster_project.shards.parts import Part
from dagster_project.shards.plan import plan_shards
from dagster_project.warehouse.compiled import Compilation
from tests.factories import edit_json, write_document

pytestmark = pytest.mark.slow


def refresh(services: Services, compilation: Compilation, base: Path) -> list[Part]:
    """Do what a run does between raw/ and the release, in this process."""
    raw = base / "raw"
    shards = plan_shards(raw, find_folders(raw), 1)
    built = [build_shard(shard, raw, base / "built") for shard in shards]
    with open_lake(services.place) as lake:
        parts = [
            replace(commit_part(lake, part), folder=base / "w" / part.digest) for part in built
        ]
    (base / "w").mkdir(exist_ok=True)
    with duckdb.connect(str(base / "w.duckdb")) as connection:
        attach_lake(connection, services.place)
        gather_raw(connection, parts)
        nodes = [node for node in compilation.nodes if node.kind != "test"]
        list(gather(connection, compilation, nodes, parts))
        settle(connection, compilation, parts)
    return parts


def test_a_changed_shard_takes_the_place_of_the_one_before(
    services: Services, compilation: Compilation, tmp_path: Path
) -> None:
    for name in "pq":
        write_document(tmp_path / "raw", f"{name}-2022", organization_id=f"settle-{name}")
    before = refresh(services, compilation, tmp_path)
    edit_json(tmp_path / "raw" / "2022" / "p-2022", published_on="2023-10-01")
    after = refresh(services, compilation, tmp_path)
    kept = {part.key for part in before} & {part.key for part in after}
    assert (len(before), len(after), len(kept)) == (2, 2, 1)
    with open_lake(services.place) as lake:
        days = lake.execute(
            "select document_id, published_on::varchar from lake.marts.documents order by all"
        ).fetchall()
        assert days[0] == ("p-2022", "2023-10-01")
        assert [name for name, _ in days] == ["p-2022", "q-2022"]
        own = sorted(part.key for part in after)
        for table in (
            f"{after[0].lake_schema}.{name}" for name in ('"raw.cells"', '"marts.checks"')
        ):
            rows = lake.execute(f"select distinct part from {table} order by all").fetchall()
            assert [part for (part,) in rows] == own
        rows = lake.execute(f"select part from {SHARDS} order by all").fetchall()
        assert [part for (part,) in rows] == own

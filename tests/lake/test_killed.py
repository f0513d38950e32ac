"""A worker killed while it builds or commits loses nothing and doubles nothing."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from dagster_project.lake.catalog import SHARDS, committed_parts, open_lake
from dagster_project.lake.cluster import build_on_cluster
from dagster_project.lake.commit import commit_part
from dagster_project.lake.services import Services
from dagster_project.loading.load import find_folders
from dagster_project.runtime.ducklake import attach_lake
from dagster_project.runtime.settings import LakePlace, Settings
from dagster_project.shards.build import build_shard
from dagster_project.shards.parts import Part, rows_of
from dagster_project.shards.plan import Shard, plan_shards
from tests.factories import write_document

pytestmark = pytest.mark.slow
_WAIT_SECONDS = 400.0


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> tuple[Settings, Shard]:
    """Return settings and a shard of a document that no other test has."""
    raw = tmp_path / "raw"
    write_document(raw, f"{tmp_path.name}-2022", organization_id=tmp_path.name)
    [shard] = plan_shards(raw, find_folders(raw), 10)
    return replace(settings, raw_dir=raw), shard


def until(is_so: Callable[[], object], future: Future[list[Part]]) -> None:
    end = time.monotonic() + _WAIT_SECONDS
    while not is_so():
        assert not future.done(), future.result()
        assert time.monotonic() < end
        time.sleep(0.02)


def kill(services: Services, worker: subprocess.Popen[bytes]) -> None:
    """Kill a worker, and start another one."""
    worker.kill()
    worker.wait()
    services.add_worker()


def require_once(place: LakePlace, shard: Shard, part: Part) -> None:
    """Compare what readers get of a shard with what its build counted."""
    with open_lake(place) as connection:
        assert committed_parts(connection, [shard.digest], part.folder.parent) == {
            shard.digest: part
        }
        for name in (
            "raw.cells",
            "marts.checks",
            "marts.documents",
            "marts.expenditure_by_function",
        ):
            count = "select count(*), coalesce(sum(hash(t)::hugeint), 0) from {} as t"
            got = connection.execute(count.format(rows_of([part], name))).fetchall()
            stats = part.relations[name]
            assert got == [(stats.rows, stats.fingerprint)], name
            assert stats.rows > 0


def test_a_worker_killed_while_it_builds(services: Services, own: tuple[Settings, Shard]) -> None:
    settings, shard = own
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(build_on_cluster, settings, [shard])

        def building() -> list[subprocess.Popen[bytes]]:
            found = services.folder.glob(f"worker-*/**/.building-{shard.digest}-*/*.parquet")
            names = {path.relative_to(services.folder).parts[0] for path in found}
            return [services.workers[int(name.removeprefix("worker-")) - 1] for name in names]

        until(building, future)
        kill(services, building()[0])
        [part] = future.result(_WAIT_SECONDS)
    require_once(services.place, shard, part)


@contextmanager
def stopped_commits(place: LakePlace) -> Iterator[Callable[[], bool]]:
    """Let no transaction of the lake commit; yield what tells whether one is waiting."""
    with duckdb.connect() as holder, duckdb.connect() as watcher:
        for connection in (holder, watcher):
            attach_lake(connection, place)
            connection.execute(f"attach '{place.catalog}' as catalog (type postgres)")
        holder.execute("begin")
        lock = "lock table ducklake_snapshot in exclusive mode"
        holder.execute(f"call postgres_execute('catalog', '{lock}')")
        waiting = "select count(*) from pg_locks where not granted"
        asked = f"from postgres_query('catalog', '{waiting}')"
        yield lambda: watcher.execute(asked).fetchall() != [(0,)]
        holder.execute("rollback")


def test_a_worker_killed_while_it_commits(services: Services, own: tuple[Settings, Shard]) -> None:
    settings, shard = own
    with open_lake(services.place):
        pass
    with ThreadPoolExecutor(1) as pool:
        with stopped_commits(services.place) as is_waiting:
            future = pool.submit(build_on_cluster, settings, [shard])
            until(is_waiting, future)
            [folder] = {
                path.relative_to(services.folder).parts[0]
                for path in services.folder.glob(f"worker-*/**/{shard.digest}/part.json")
            }
            kill(services, services.workers[int(folder.removeprefix("worker-")) - 1])
        [part] = future.result(_WAIT_SECONDS)
    require_once(services.place, shard, part)


def test_a_shard_that_is_committed_twice_is_there_once(
    services: Services, own: tuple[Settings, Shard], tmp_path: Path
) -> None:
    settings, shard = own
    built = build_shard(shard, settings.raw_dir, tmp_path / "built")
    with open_lake(services.place) as connection:
        part = commit_part(connection, built)
        assert commit_part(connection, built) == part
        # The cluster asks the lake first, and builds nothing.
        [asked] = build_on_cluster(settings, [shard])
        assert asked.key == part.key
        rows = f"select count(*) from {SHARDS} where digest = ?"
        assert connection.execute(rows, [shard.digest]).fetchall() == [(1,)]
    require_once(services.place, shard, part)
    # Two workers at once, none of which sees the other's commit: readers agree on one of them.
    twin = replace(built, digest=f"twin-{shard.digest}")

    def commit(_: int) -> str:
        with open_lake(services.place) as connection:
            return commit_part(connection, twin).key

    with ThreadPoolExecutor(2) as pool:
        keys = set(pool.map(commit, range(2)))
    with open_lake(services.place) as connection:
        [seen] = committed_parts(connection, [twin.digest], tmp_path).values()
        assert seen.key == min(keys)
        [(rows,)] = connection.execute(
            f"select count(*) from {rows_of([seen], 'raw.cells')}"
        ).fetchall()
    assert rows == built.relations["raw.cells"].rows

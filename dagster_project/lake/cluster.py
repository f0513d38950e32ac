"""Shards over the workers of a cluster (Dask): given out, given out again where a worker dies.

The engine knows tasks and machines, and nothing of families or tables; the lake knows what is done.
A run that is stopped leaves the shards that were committed, and the next one asks for the others.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from dagster_project.lake.catalog import SHARDS, committed_parts, in_transaction, open_lake
from dagster_project.lake.worker import build_and_commit
from dagster_project.runtime.interrupts import StopRequest, noted_signals
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.settings import LakePlace, Settings
from dagster_project.shards.gather import parts_dir
from dagster_project.shards.parts import Part
from dagster_project.shards.plan import Shard

log = logging.getLogger(__name__)

# How long a request to stop may go unnoticed.
_LOOK_SECONDS = 0.2
# How long workers may need to appear, and how often it is said that there are none.
_WAIT_SECONDS = 60.0
# How often a shard is given out again after an error or a death that may not be its own doing.
_RETRIES = 2


def build_on_cluster(
    settings: Settings, shards: Sequence[Shard], again: Collection[str] = ()
) -> list[Part]:
    """Build those shards that the lake has not, and return the parts of all in their order.

    Those of the digests ``again`` are built although they are there.
    """
    place = settings.lake
    assert place is not None  # noqa: S101 - JUESUAN_TARGET=lake has one
    notes = parts_dir(settings.warehouse)
    with open_lake(place) as connection:
        if again:
            _forget(connection, again)
        parts = committed_parts(connection, [shard.digest for shard in shards], notes)
    wanted = [shard for shard in shards if shard.digest not in parts]
    log.info("%d shards, %d of them in the lake", len(shards), len(shards) - len(wanted))
    if wanted:
        _give_out(settings, place, wanted, notes)
        # As everyone sees them, whoever committed what.
        with open_lake(place) as connection:
            parts = committed_parts(connection, [shard.digest for shard in shards], notes)
    return [parts[shard.digest] for shard in shards]


def _forget(connection: Any, digests: Collection[str]) -> None:
    """Take shards for not committed; their rows stay for readers until the run is settled."""
    forgotten = f"update {SHARDS} set digest = 'forgotten ' || digest "  # noqa: S608
    sql = f"{forgotten} where digest in (select unnest(?))"
    in_transaction(connection, lambda c: c.execute(sql, [list(digests)]))


def _give_out(settings: Settings, place: LakePlace, shards: Sequence[Shard], notes: Path) -> None:
    client = _connect(place.scheduler)
    run = uuid4().hex[:8]
    try:
        with noted_signals() as stop:
            # The largest first: the last to be finished should be a small one.
            futures = {
                client.submit(
                    build_and_commit,
                    shard,
                    settings.raw_dir,
                    notes,
                    place,
                    settings.memory_limit,
                    # A name of its own: what failed in a run before is not its result.
                    key=f"shard-{shard.name}-{shard.digest}-{run}",
                    retries=_RETRIES,
                    priority=len(shard.documents),
                    pure=False,
                )
                for shard in shards
            }
            try:
                _wait_for(client, futures, stop)
            finally:
                client.cancel(list(futures))
    finally:
        client.close()


def _connect(address: str) -> Any:
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise JuesuanError(
            "JUESUAN_TARGET=lake 需要 Dask:请执行 make setup-lake "
            "(Dask is missing: make setup-lake)"
        ) from error
    try:
        client = Client(address, timeout=_WAIT_SECONDS)
    except (OSError, ValueError) as error:
        raise JuesuanError(
            f"无法连接调度进程 {address} (no scheduler there; JUESUAN_LAKE_SCHEDULER): {error}"
        ) from error
    try:
        client.wait_for_workers(1, timeout=_WAIT_SECONDS)
    except TimeoutError as error:
        client.close()
        raise JuesuanError(
            f"调度进程 {address} 没有工作进程 (the scheduler has no worker: start dask worker)"
        ) from error
    return client


def _wait_for(client: Any, futures: set[Any], stop: StopRequest) -> None:
    from distributed import wait

    waiting, said, number = set(futures), time.monotonic(), 0
    while waiting:
        stop.check()
        try:
            done, waiting = wait(waiting, timeout=_LOOK_SECONDS, return_when="FIRST_COMPLETED")
        except TimeoutError:
            if time.monotonic() > said + _WAIT_SECONDS:
                said = time.monotonic()
                if not client.scheduler_info()["workers"]:
                    log.warning("all workers are gone; %d shards wait for others", len(waiting))
            continue
        for future in done:
            part, number = _result(future), number + 1
            log.info(
                "shard %d of %d: %s, %d documents, %.0f s",
                number,
                len(futures),
                part.name,
                part.documents,
                part.seconds,
            )


def _result(future: Any) -> Part:
    from distributed import KilledWorker

    try:
        return future.result()
    except KilledWorker as error:
        raise JuesuanError(
            "workers died again and again over a shard (out of memory?); shards that are done "
            f"stay: run again, with a smaller JUESUAN_SHARD_DOCUMENTS if it happens again: {error}"
        ) from error

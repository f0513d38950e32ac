"""As many shards at once as there are cores, each in a process with its share of memory."""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import duckdb

from dagster_project.runtime.interrupts import noted_signals
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.settings import DEFAULT_MEMORY_LIMIT
from dagster_project.shards.build import build_shard
from dagster_project.shards.parts import Part, parts_by_name, read_part
from dagster_project.shards.plan import PROJECT, Project, Shard

log = logging.getLogger(__name__)

# How long a request to stop may go unnoticed.
_LOOK_SECONDS = 0.2


def build_shards(
    shards: Sequence[Shard],
    raw_dir: Path,
    out_dir: Path,
    *,
    memory_limit: str = DEFAULT_MEMORY_LIMIT,
    workers: int | None = None,
    project: Project = PROJECT,
) -> list[Part]:
    """Build those shards that are not there yet, and return the parts of all in their order.

    ``memory_limit`` is that of all workers together; there are as many as cores unless told.
    """
    there = {shard.digest: read_part(out_dir / shard.digest) for shard in shards}
    wanted = [shard for shard in shards if there[shard.digest] is None]
    log.info("%d shards, %d of them as they were", len(shards), len(shards) - len(wanted))
    workers = min(workers or _cores(), len(wanted))
    # Looked up here: a shard that looked for its own would read the notes of all the others.
    former = parts_by_name(out_dir) if wanted else {}
    if workers > 1:
        built = _build_apart(wanted, raw_dir, out_dir, memory_limit, workers, project, former)
    else:
        built = {}
        for shard in wanted:
            built[shard.digest] = build_shard(
                shard,
                raw_dir,
                out_dir,
                memory_limit=memory_limit,
                project=project,
                former=former.get(shard.name),
            )
            _tell(built[shard.digest], len(built), len(wanted))
    parts = [built.get(shard.digest) or there[shard.digest] for shard in shards]
    return [part for part in parts if part is not None]


def _build_apart(
    shards: Sequence[Shard],
    raw_dir: Path,
    out_dir: Path,
    memory_limit: str,
    workers: int,
    project: Project,
    former: Mapping[str, Part],
) -> dict[str, Part]:
    """Build each in a process: one thread each costs less than several threads in one process."""
    share = share_of(memory_limit, workers)
    built: dict[str, Part] = {}
    # Spawned, not forked: a fork of a process with threads may wait for a lock for ever.
    context = multiprocessing.get_context("spawn")
    with noted_signals() as stop, ProcessPoolExecutor(workers, mp_context=context) as pool:
        # The largest first: the last to be finished should be a small one.
        order = sorted(shards, key=lambda shard: -len(shard.documents))
        futures: list[Future[Part]] = [
            pool.submit(
                build_shard,
                shard,
                raw_dir,
                out_dir,
                memory_limit=share,
                project=project,
                former=former.get(shard.name),
            )
            for shard in order
        ]
        waiting = set(futures)
        try:
            while waiting:
                stop.check()
                done, waiting = wait(waiting, _LOOK_SECONDS, FIRST_COMPLETED)
                for future in done:
                    part = future.result()
                    built[part.digest] = part
                    _tell(part, len(built), len(shards))
        except BrokenProcessPool as error:
            raise JuesuanError(
                "a process that built a shard was killed (out of memory?); shards that are done "
                "stay: run again, with a smaller JUESUAN_SHARD_DOCUMENTS if it happens again"
            ) from error
        except BaseException:
            # Whoever asks to stop does not wait for the shards that are being built.
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return built


def share_of(memory_limit: str, workers: int) -> str:
    """Return what each of some workers may take, as DuckDB writes it: of two of 2GiB, 1024MiB."""
    with duckdb.connect() as connection:
        [(size,)] = connection.execute("select parse_formatted_bytes(?)", [memory_limit]).fetchall()
    return f"{size // workers // 2**20}MiB"


def _cores() -> int:
    return len(os.sched_getaffinity(0))


def _tell(part: Part, number: int, of: int) -> None:
    log.info(
        "shard %d of %d: %s, %d documents, %.0f s",
        number,
        of,
        part.name,
        part.documents,
        part.seconds,
    )

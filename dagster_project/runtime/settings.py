"""Where things are: paths of one checkout, each overridable by its environment variable.

Read when called, never at import time, so that a test or a schedule can point elsewhere.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from dagster_project.runtime.problems import JuesuanError

PROJECT_DIR = Path(__file__).resolve().parents[2]
DBT_DIR = PROJECT_DIR / "dbt"
SEEDS_DIR = DBT_DIR / "seeds"
# Of each DuckDB connection; beyond it DuckDB spills to disk.
DEFAULT_MEMORY_LIMIT = "2GiB"
# How the threads of DuckDB are told: a number, or by the size of what is read.
THREADS = "JUESUAN_THREADS"
# A shard has fixed costs of its own and is built again whole when one of its documents changes: so
# many that the first are little beside the rest, and so few that the second is (decision 0078).
DEFAULT_SHARD_DOCUMENTS = 500


# Where shards are built: by processes of this machine beside the warehouse, or by a cluster that
# commits them to a lake.
LOCAL, LAKE = "local", "lake"
TARGETS = (LOCAL, LAKE)


@dataclass(frozen=True)
class LakePlace:
    """Where the lake is: catalog as libpq writes it, folder or bucket of its Parquet files.

    ``scheduler`` is the address of Dask's scheduler; no password is among these, libpq finds it
    (~/.pgpass, PGPASSWORD). A plain value: it is sent to workers.
    """

    catalog: str
    data: str
    scheduler: str


@dataclass(frozen=True)
class Settings:
    """The settings of the public contract, paths resolved; ``memory_limit`` as DuckDB writes it.

    ``threads`` are those of each DuckDB connection; None: by the size of what it reads.
    ``shard_documents``: with more documents than these, raw/ is built in shards of at most so many.
    ``lake`` is None unless ``target`` is lake.
    """

    raw_dir: Path
    published_dir: Path
    warehouse: Path
    target: str
    dagster_home: Path
    memory_limit: str = DEFAULT_MEMORY_LIMIT
    threads: int | None = None
    shard_documents: int = DEFAULT_SHARD_DOCUMENTS
    lake: LakePlace | None = None


def _path(variable: str, default: Path) -> Path:
    return Path(os.environ.get(variable) or default).expanduser().resolve()


def _count(variable: str, default: int) -> int:
    text = os.environ.get(variable) or str(default)
    if not text.isdecimal() or not int(text):
        raise JuesuanError(f"{variable} is {text!r}; it takes a whole number from 1")
    return int(text)


def _target() -> str:
    target = os.environ.get("JUESUAN_TARGET") or LOCAL
    if target not in TARGETS:
        raise JuesuanError(
            f"JUESUAN_TARGET 为 {target!r},只能是 {'、'.join(TARGETS)} "
            f"(JUESUAN_TARGET is {target!r}; it takes {' or '.join(TARGETS)})"
        )
    return target


def _lake() -> LakePlace:
    names = ("JUESUAN_LAKE_CATALOG", "JUESUAN_LAKE_DATA", "JUESUAN_LAKE_SCHEDULER")
    values = [os.environ.get(name) or "" for name in names]
    if missing := [name for name, value in zip(names, values, strict=True) if not value]:
        raise JuesuanError(
            f"JUESUAN_TARGET=lake 还需要 {'、'.join(missing)},见 docs/scaling.md "
            f"(JUESUAN_TARGET=lake needs {', '.join(missing)} too: docs/scaling.md)"
        )
    return LakePlace(*values)


def load_settings() -> Settings:
    """Return the settings in force, from the environment or the checkout's defaults."""
    target = _target()
    return Settings(
        raw_dir=_path("JUESUAN_RAW_DIR", PROJECT_DIR / "raw"),
        published_dir=_path("JUESUAN_PUBLISHED_DIR", PROJECT_DIR / "published"),
        warehouse=_path("JUESUAN_WAREHOUSE", PROJECT_DIR / "warehouse" / "juesuan.duckdb"),
        target=target,
        dagster_home=_path("DAGSTER_HOME", PROJECT_DIR / ".dagster"),
        memory_limit=os.environ.get("JUESUAN_MEMORY_LIMIT") or DEFAULT_MEMORY_LIMIT,
        threads=_count(THREADS, 1) if os.environ.get(THREADS) else None,
        shard_documents=_count("JUESUAN_SHARD_DOCUMENTS", DEFAULT_SHARD_DOCUMENTS),
        lake=_lake() if target == LAKE else None,
    )

"""Where things are: paths of one checkout, each overridable by its environment variable.

Read when called, never at import time, so that a test or a schedule can point elsewhere.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parents[2]
DBT_DIR = PROJECT_DIR / "dbt"
SEEDS_DIR = DBT_DIR / "seeds"
# Of each DuckDB connection; beyond it DuckDB spills to disk.
DEFAULT_MEMORY_LIMIT = "2GiB"


@dataclass(frozen=True)
class Settings:
    """The settings of the public contract, paths resolved; ``memory_limit`` as DuckDB writes it."""

    raw_dir: Path
    published_dir: Path
    warehouse: Path
    target: str
    dagster_home: Path
    memory_limit: str = DEFAULT_MEMORY_LIMIT


def _path(variable: str, default: Path) -> Path:
    return Path(os.environ.get(variable) or default).expanduser().resolve()


def load_settings() -> Settings:
    """Return the settings in force, from the environment or the checkout's defaults."""
    return Settings(
        raw_dir=_path("JUESUAN_RAW_DIR", PROJECT_DIR / "raw"),
        published_dir=_path("JUESUAN_PUBLISHED_DIR", PROJECT_DIR / "published"),
        warehouse=_path("JUESUAN_WAREHOUSE", PROJECT_DIR / "warehouse" / "juesuan.duckdb"),
        target=os.environ.get("JUESUAN_TARGET") or "local",
        dagster_home=_path("DAGSTER_HOME", PROJECT_DIR / ".dagster"),
        memory_limit=os.environ.get("JUESUAN_MEMORY_LIMIT") or DEFAULT_MEMORY_LIMIT,
    )

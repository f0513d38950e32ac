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


@dataclass(frozen=True)
class Settings:
    """The five settings of the public contract, resolved to absolute paths."""

    raw_dir: Path
    published_dir: Path
    warehouse: Path
    target: str
    dagster_home: Path


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
    )

"""Limits of a release: rows of ``dbt/seeds/policy/release_policy.csv``, each with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dagster_project.contract.policy import read_limits
from dagster_project.runtime.settings import SEEDS_DIR

POLICY_FILE = SEEDS_DIR / "policy" / "release_policy.csv"


@dataclass(frozen=True)
class ReleasePolicy:
    """When files are split, in rows, when they are written anew, in percent, and how many stay."""

    rows_per_parquet_file: int
    most_changed_percent: int
    most_deleted_percent: int
    rows_per_worksheet: int
    findings_per_page: int
    kept_releases: int


def read_release_policy(path: Path = POLICY_FILE) -> ReleasePolicy:
    """Read the policy; JuesuanError names the file and the code that is missing or wrong."""
    return read_limits(path, ReleasePolicy)

"""Thresholds of the loader: rows of ``dbt/seeds/policy/load_policy.csv``, each with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from dagster_project.contract.policy import read_limits
from dagster_project.runtime.settings import SEEDS_DIR

POLICY_FILE = SEEDS_DIR / "policy" / "load_policy.csv"


@dataclass(frozen=True)
class LoadPolicy:
    """Limits in force while folders are validated and loaded. Amounts in yuan.

    The rules reserve digits for what these limits let through (docs/architecture.md, "Bounds").
    """

    max_abs_amount_yuan: Decimal
    max_abs_number: Decimal
    max_problems_per_file: int
    max_file_bytes: int
    max_file_rows: int
    files_per_bulk_read: int


def read_load_policy(path: Path = POLICY_FILE) -> LoadPolicy:
    """Read the policy; raise JuesuanError naming the file and the code that is missing or wrong."""
    return read_limits(path, LoadPolicy)

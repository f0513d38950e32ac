"""One build of the documents of all rule tests.

A test module names its documents in ``CASES`` ({document_id: function(raw_dir, document_id)})
and, where it needs them, rows to add to seeds in ``SEED_ROWS`` ({path below dbt/seeds: [row, …]}).
"""

from __future__ import annotations

import importlib
import shutil
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

from dagster_project.runtime.settings import PROJECT_DIR
from dagster_project.runtime.warehouse import open_warehouse
from tests.building import build, once


class Verdict(NamedTuple):
    """One verdict as published, with the findings' severity and message."""

    status: str
    reason_code: str
    subtype: str | None
    severity: str | None
    left_amount: Decimal | None
    right_amount: Decimal | None
    difference: Decimal | None
    message_zh: str | None
    root_cause_id: str | None


Key = tuple[str, str, str]


@pytest.fixture(scope="session")
def rule_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a warehouse, up to the findings, of all cases and of the documents shipped in raw/."""
    return once(tmp_path_factory, "rules", _build) / "rules.duckdb"


def _build(base: Path) -> None:
    shutil.copytree(PROJECT_DIR / "raw", base / "raw")
    seed_rows: dict[str, list[dict[str, str]]] = {}
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        module = importlib.import_module(f"tests.rules.{path.stem}")
        for document_id, write in getattr(module, "CASES", {}).items():
            write(base / "raw", document_id)
        for seed, rows in getattr(module, "SEED_ROWS", {}).items():
            seed_rows.setdefault(Path(seed).stem, []).extend(rows)
    build(
        base / "raw",
        base / "rules.duckdb",
        (
            *("fct_findings", "fct_finding_checks", "rule_formulas", "narrative_coverage"),
            *("verdict_evidence", "year_on_year"),
        ),
        seed_rows=seed_rows,
        data_tests=(
            "assert_every_printed_key_is_a_subject",
            "assert_every_subject_has_one_verdict",
        ),
    )


@pytest.fixture(scope="session")
def rule_book(rule_warehouse: Path) -> dict[Key, Verdict]:
    """Every verdict on every case: {(document_id, rule_id, subject): verdict}.

    Those on the many documents of test_linear.py are left out: it reads its own.
    """
    fields = ", ".join(Verdict._fields)
    with open_warehouse(rule_warehouse, read_only=True) as connection:
        rows = connection.execute(
            f"select document_id, rule_id, subject, {fields} from reconciliation.rule_verdicts "
            "where document_id not like 'linear-%'"
        ).fetchall()
    return {row[:3]: Verdict(*row[3:]) for row in rows}

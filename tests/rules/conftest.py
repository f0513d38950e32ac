"""One build of the documents of all rule tests.

A test module names its documents in ``CASES`` ({document_id: function(raw_dir, document_id)})
and, where it needs them, rows to add to seeds in ``SEED_ROWS`` ({path below dbt/seeds: [row, …]}).
"""

from __future__ import annotations

import importlib
import shutil
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from dagster_project.runtime.settings import DBT_DIR, PROJECT_DIR
from dagster_project.runtime.warehouse import open_warehouse
from dagster_project.warehouse import dbt_runner
from tests.reconciliation import corpus


@dataclass(frozen=True)
class Verdict:
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
    base = tmp_path_factory.mktemp("rules")
    project = base / "dbt"
    shutil.copytree(PROJECT_DIR / "raw", base / "raw")
    shutil.copytree(DBT_DIR, project, ignore=shutil.ignore_patterns("target", "logs"))
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        module = importlib.import_module(f"tests.rules.{path.stem}")
        for document_id, write in getattr(module, "CASES", {}).items():
            write(base / "raw", document_id)
        for seed, rows in getattr(module, "SEED_ROWS", {}).items():
            corpus.add_rows(project / "seeds" / seed, rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dbt_runner, "DBT_DIR", project)
        results = corpus.build(
            base / "raw",
            base / "rules.duckdb",
            "build",
            "--select",
            "+fct_findings",
            "+fct_finding_checks",
            "+rule_formulas",
            "+narrative_coverage",
            "--exclude",
            "test_type:unit",
            "test_type:generic",
            "assert_facts_hold_every_account",
        )
    broken = [
        f"{r.node.name}: {r.message}" for r in results if r.status in ("error", "fail", "warn")
    ]
    assert broken == []
    return base / "rules.duckdb"


@pytest.fixture(scope="session")
def rule_book(rule_warehouse: Path) -> dict[Key, Verdict]:
    """Every verdict on every case: {(document_id, rule_id, subject): verdict}."""
    fields = ", ".join(Verdict.__dataclass_fields__)
    with open_warehouse(rule_warehouse, read_only=True) as connection:
        rows = connection.execute(
            f"select document_id, rule_id, subject, {fields} from reconciliation.rule_verdicts"
        ).fetchall()
    return {row[:3]: Verdict(*row[3:]) for row in rows}

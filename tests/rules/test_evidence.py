"""Evidence is kept of verdicts in doubt; that of every other one is worked out when asked for."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

from dagster_project.runtime.warehouse import open_warehouse

_IN_DOUBT = ("fail", "rounding", "no_data")


def test_evidence_is_kept_of_verdicts_in_doubt_alone(rule_warehouse: Path) -> None:
    with open_warehouse(rule_warehouse, read_only=True) as connection:
        rows = connection.execute(
            "select status, kept.evidence <> '[]', kept.evidence = every.evidence, "
            "every.evidence <> '[]', count(*) "
            "from reconciliation.rule_verdicts as kept "
            "inner join reconciliation.verdict_evidence as every "
            "using (document_id, rule_id, subject) group by all"
        ).fetchall()
    kept = {status for status, has_evidence, *_ in rows if has_evidence}
    assert kept == set(_IN_DOUBT)
    assert all(same for status, _, same, *_ in rows if status in _IN_DOUBT)
    # The others have some, too, and whoever asks is given it.
    assert {"pass", "not_applicable"} <= {status for status, *_, has_some, _ in rows if has_some}


def test_evidence_of_a_sum_that_holds_adds_up_to_it(rule_warehouse: Path) -> None:
    """Σ weight × printed figure is the side of the check, in documents printed in yuan."""
    with open_warehouse(rule_warehouse, read_only=True) as connection:
        rows = connection.execute(
            "select left_amount, right_amount, every.evidence "
            "from reconciliation.rule_verdicts as verdicts "
            "inner join reconciliation.verdict_evidence as every "
            "using (document_id, rule_id, subject) "
            "inner join seeds.rule_catalog as rules using (rule_id) "
            "where verdicts.status = 'pass' and rules.check_kind in ('sum', 'copy') "
            "and verdicts.printed_unit = '元' "
            "and verdicts.document_id not in ("
            "select document_id from core.fct_cells group by document_id "
            "having count(distinct printed_unit) > 1)"
        ).fetchall()
    assert len(rows) > 100
    for *totals, evidence in rows:
        items = json.loads(evidence)
        for side, total in zip(("left", "right"), totals, strict=True):
            figures = [
                item["weight"] * Decimal(item["printed_text"].replace(",", ""))
                for item in items
                if item["side"] == side
            ]
            assert sum(figures) == total, evidence

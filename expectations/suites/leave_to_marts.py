"""Gate 2: every rule spoke about every subject, and what it said of each document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from expectations.checkpoint import EVERY_DOCUMENT, BatchPlan, expect_unique, expect_value

if TYPE_CHECKING:
    from great_expectations.expectations import Expectation

# Spine and verdicts are compared in both directions and null-safely: silence is not a pass.
_VERDICTS = """
    with subjects as (
        select document_id, rule_id, subject, count(*) as times
        from reconciliation.rule_subjects group by all
    ), verdicts as (
        select document_id, rule_id, subject, count(*) as times,
               count(*) filter (where status not in
                   ('pass', 'rounding', 'fail', 'no_data', 'not_applicable') or status is null)
                   as unknown_statuses,
               bool_or(status = 'fail') as is_failed
        from reconciliation.int_rule_verdicts group by all
    ), compared as (
        select coalesce(subjects.document_id, verdicts.document_id) as document_id,
               coalesce(subjects.rule_id, verdicts.rule_id) as rule_id,
               (verdicts.times is null)::int as missing,
               (subjects.times is null)::int as uncalled,
               coalesce(verdicts.times, 1) - 1 + coalesce(subjects.times, 1) - 1 as duplicates,
               coalesce(verdicts.unknown_statuses, 0) as unknown_statuses,
               coalesce(verdicts.is_failed, false) as is_failed
        from subjects full join verdicts
            on subjects.document_id is not distinct from verdicts.document_id
            and subjects.rule_id is not distinct from verdicts.rule_id
            and subjects.subject is not distinct from verdicts.subject
    )
"""
_SUMS = """
    coalesce(sum(missing), 0)::bigint as missing_verdicts,
    coalesce(sum(uncalled), 0)::bigint as uncalled_verdicts,
    coalesce(sum(duplicates), 0)::bigint as duplicate_verdicts,
    coalesce(sum(unknown_statuses), 0)::bigint as unknown_statuses
"""
_DOCUMENTS = f"""
    {_VERDICTS}, per_document as (
        select document_id, {_SUMS},
               string_agg(distinct rule_id, ', ' order by rule_id) filter (where is_failed)
                   as failed_rules
        from compared group by 1
    )
    select gate.document_id, gate.gate_status, gate.gate_reasons, gate.has_findings,
           (gate.gate_status = 'open') = (gate.gate_reasons is null) as is_explained,
           coalesce(missing_verdicts, 0) as missing_verdicts,
           coalesce(uncalled_verdicts, 0) as uncalled_verdicts,
           coalesce(duplicate_verdicts, 0) as duplicate_verdicts,
           coalesce(unknown_statuses, 0) as unknown_statuses,
           coalesce(failed_rules, '') as failed_rules
    from reconciliation.document_gate as gate
    left join per_document using (document_id)
    order by gate.document_id
"""  # noqa: S608 - joined from constants of this module
_RULES = f"""
    {_VERDICTS}
    select rules.rule_id, {_SUMS}, count(compared.rule_id) as verdicts
    from seeds.rule_catalog as rules
    left join compared on rules.rule_id = compared.rule_id
    group by rules.rule_id order by rules.rule_id
"""  # noqa: S608 - joined from constants of this module
_RULES_OF_PARTS = """
    select rule_id, sum(missing_verdicts)::bigint as missing_verdicts,
           sum(uncalled_verdicts)::bigint as uncalled_verdicts,
           sum(duplicate_verdicts)::bigint as duplicate_verdicts,
           sum(unknown_statuses)::bigint as unknown_statuses, sum(verdicts)::bigint as verdicts
    from {parts} group by rule_id order by rule_id
"""
_STRAY_RULES = """
    select count(*) from (
        select rule_id from seeds.rule_catalog
        union select rule_id from reconciliation.int_rule_verdicts
        union select rule_id from reconciliation.rule_subjects
    )
"""


def plans() -> list[BatchPlan]:
    """Return the batches of gate 2: one row per document, one row per rule."""
    documents = "select count(*) from raw.documents"
    return [
        BatchPlan(
            "gate_documents", _DOCUMENTS, documents, "G2-00", _expect_documents, EVERY_DOCUMENT
        ),
        BatchPlan("gate_rules", _RULES, _STRAY_RULES, "G2-20", _expect_rules, _RULES_OF_PARTS),
    ]


def _expect_complete(first: int) -> list[Expectation]:
    return [
        expect_value(column, [0], f"G2-{first + number:02d}", "critical", text)
        for number, (column, text) in enumerate(
            {
                "missing_verdicts": "每个应核对的对象都有结论,沉默不算通过。",
                "uncalled_verdicts": "没有对象的结论不应出现。",
                "duplicate_verdicts": "同一文档、规则、对象只有一个结论。",
                "unknown_statuses": "结论只能是规定的五种之一。",
            }.items()
        )
    ]


def _expect_documents() -> Sequence[Expectation]:
    statuses = ("open", "withheld", "quarantined")
    return [
        expect_unique("document_id", "G2-01", "每份文档只有一个闸门结论。"),
        expect_value("gate_status", statuses, "G2-02", "critical", "闸门结论只能是三种之一。"),
        expect_value("is_explained", [True], "G2-03", "critical", "没有放行的文档都写明原因。"),
        *_expect_complete(4),
        expect_value("gate_status", ["open"], "G2-10", "warning", "文档可以采信。"),
        expect_value("has_findings", [False], "G2-11", "warning", "文档没有勾稽问题。"),
    ]


def _expect_rules() -> Sequence[Expectation]:
    return [
        expect_unique("rule_id", "G2-21", "规则目录中每条规则只出现一次。"),
        *_expect_complete(22),
    ]

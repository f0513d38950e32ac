"""Gate 3: between core and marts nothing is lost, nothing invented, and every grain is unique."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from expectations.checkpoint import EVERY_DOCUMENT, BatchPlan, expect_unique, expect_value

if TYPE_CHECKING:
    from great_expectations.expectations import Expectation

# Cells, tables and verdicts are published for every document that was read, open or not.
_DOCUMENTS = """
    with raw_cells as (select document_id, count(*) as n from raw.cells group by 1),
    mart_cells as (select document_id, count(*) as n from marts.cells group by 1),
    raw_tables as (select document_id, count(*) as n from raw.document_tables group by 1),
    -- A form may know a table that an earlier extract does not list: published, it says so, and is
    -- neither lost nor invented.
    mart_tables as (
        select marts.document_id, count(*) as n
        from marts.document_tables as marts
        left join raw.document_tables as listed using (document_id, table_code)
        where listed.table_code is not null or marts.presence not in ('missing', 'not_required')
        group by 1
    ),
    verdicts as (
        select document_id, count(*) as n, count(*) filter (where status = 'fail') as fails
        from reconciliation.int_rule_verdicts group by 1
    ),
    checks as (
        select document_id, count(*) as n, count(*) filter (where status = 'fail') as fails
        from marts.checks group by 1
    )
    select documents.document_id, documents.gate_status,
           coalesce(raw_cells.n, 0) - coalesce(mart_cells.n, 0) as lost_cells,
           coalesce(raw_tables.n, 0) - coalesce(mart_tables.n, 0) as lost_tables,
           coalesce(verdicts.n, 0) - coalesce(checks.n, 0) as lost_checks,
           coalesce(verdicts.fails, 0) - coalesce(checks.fails, 0) as lost_fails,
           documents.checks - coalesce(checks.n, 0) as miscounted_checks,
           gate.gate_status is not distinct from documents.gate_status as is_gate_kept
    from marts.documents as documents
    left join reconciliation.document_gate as gate using (document_id)
    left join raw_cells using (document_id) left join mart_cells using (document_id)
    left join raw_tables using (document_id) left join mart_tables using (document_id)
    left join verdicts using (document_id) left join checks using (document_id)
    order by documents.document_id
"""
# table → its grain, as in the public contract.
GRAINS = {
    "organizations": "organization_id",
    "accounts": "account_key",
    "regions": "region_code",
    "years": "fiscal_year",
    "disclosures": "disclosure_id",
    "documents": "document_id",
    "document_tables": "document_id, table_code",
    "cells": "document_id, table_code, row_no, column_code",
    "headings": "document_id, heading_no",
    "unknown_tables": "document_id, unknown_no",
    "claims": "document_id, claim_no",
    "statements": "document_id, statement_no",
    "glossary": "document_id, glossary_no",
    "income_by_function": "document_id, account_code",
    "expenditure_by_function": "document_id, account_code",
    "checks": "check_id",
    "findings": "finding_id",
    "finding_checks": "finding_id, member_no",
    "rules": "rule_id",
    "metrics": "metric_code",
    "metric_values": "document_id, metric_code, budget_basis",
    "metric_totals": "fiscal_year, scope, metric_code, budget_basis",
}
_TABLES = " union all ".join(
    f"select '{table}' as table_name, "  # noqa: S608 - constants of this module
    f"count(*) - count(distinct ({grain})) as duplicates from marts.{table}"
    for table, grain in GRAINS.items()
)
# Counted in the sources and not in the marts: a row lost on the way must not lower both sides.
_TOTALS = """
    select 'cells' as table_name,
           (select count(*) from raw.cells) - (select count(*) from marts.cells) as difference
    union all
    select 'checks', (select count(*) from reconciliation.int_rule_verdicts)
                     - (select count(*) from marts.checks)
    union all
    select 'rules', (select count(*) from seeds.rule_catalog) - (select count(*) from marts.rules)
    union all
    select 'documents', (select count(*) from raw.documents)
                        - (select count(*) from marts.documents)
    union all
    select 'headings', (select count(*) from raw.headings) - (select count(*) from marts.headings)
    union all
    select 'unknown_tables', (select count(*) from raw.unknown_tables)
                             - (select count(*) from marts.unknown_tables)
    union all
    select 'claims', (select count(*) from raw.claims) - (select count(*) from marts.claims)
    union all
    select 'statements', (select count(*) from raw.statements)
                         - (select count(*) from marts.statements)
"""


def plans() -> list[BatchPlan]:
    """Return the batches of gate 3: one row per document, per grain and per total."""
    documents = "select count(*) from raw.documents"
    grains = f"select {len(GRAINS)}"
    return [
        BatchPlan(
            "marts_documents", _DOCUMENTS, documents, "G3-00", _expect_documents, EVERY_DOCUMENT
        ),
        BatchPlan("marts_grains", _TABLES, grains, "G3-20", _expect_grains),
        BatchPlan("marts_totals", _TOTALS, "select 8", "G3-30", _expect_totals),
    ]


def _expect_documents() -> Sequence[Expectation]:
    counts = {
        "lost_cells": "每份文档的格数与读入时相等。",
        "lost_tables": "每份文档的表数与读入时相等。",
        "lost_checks": "每份文档的核对数与勾稽结论数相等。",
        "lost_fails": "每份文档的不符数与勾稽结论相等。",
        "miscounted_checks": "documents 中的核对数与 checks 的行数相等。",
    }
    return [
        expect_unique("document_id", "G3-01", "每份文档在 marts.documents 中只出现一次。"),
        *(
            expect_value(column, [0], f"G3-{number:02d}", "critical", text)
            for number, (column, text) in enumerate(counts.items(), start=2)
        ),
        expect_value("is_gate_kept", [True], "G3-08", "critical", "闸门结论原样进入 marts。"),
        expect_value("gate_status", ["open"], "G3-10", "warning", "文档随本次发布可用。"),
    ]


def _expect_grains() -> Sequence[Expectation]:
    return [expect_value("duplicates", [0], "G3-21", "critical", "表的粒度唯一,没有重复行。")]


def _expect_totals() -> Sequence[Expectation]:
    return [expect_value("difference", [0], "G3-31", "critical", "行数与来源相等,不多不少。")]

"""Gate 1: what the loader put into schema raw is whole, and which folders it had to keep out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from expectations.checkpoint import EVERY_DOCUMENT, BatchPlan, expect_unique, expect_value

if TYPE_CHECKING:
    from great_expectations.expectations import Expectation

# Python counted the records of each CSV while validating; DuckDB read them on its own.
_SQL = """
    with cells as (
        select document_id, count(*) as cells,
               count(*) - count(distinct (table_code, row_no, column_code)) as duplicate_cells,
               count(*) - count(distinct (table_code, row_key, column_code)) as duplicate_keys
        from raw.cells group by 1
    ), problems as (
        select document_id, count(*) as problems from raw.problems group by 1
    )
    select documents.document_id, documents.folder, documents.load_status, documents.reason_code,
           documents.reason_zh,
           coalesce(ledger.validated_cells, 0) - coalesce(cells.cells, 0) as lost_cells,
           coalesce(cells.duplicate_cells, 0) + coalesce(cells.duplicate_keys, 0) as duplicates,
           (documents.load_status = 'quarantined') = (coalesce(problems.problems, 0) > 0)
               and (documents.load_status = 'loaded') = (documents.reason_zh is null)
               as is_explained,
           case when documents.load_status = 'loaded'
                then coalesce(ledger.declared_cells, 0) - coalesce(cells.cells, 0) else 0 end
               as undeclared_difference
    from raw.documents as documents
    left join raw.load_ledger as ledger using (document_id)
    left join cells using (document_id)
    left join problems using (document_id)
    order by documents.document_id
"""


def plan_documents() -> BatchPlan:
    """Return the batch with one row per folder under raw/."""
    count = "select count(*) from raw.load_ledger"
    return BatchPlan("raw_documents", _SQL, count, "G1-00", _expect_documents, EVERY_DOCUMENT)


def plans() -> list[BatchPlan]:
    """Return the batches of gate 1."""
    return [plan_documents()]


def _expect_documents() -> Sequence[Expectation]:
    statuses = ("loaded", "refused", "quarantined")
    return [
        expect_unique("document_id", "G1-01", "每份文档在 raw.documents 中只出现一次。"),
        expect_value("load_status", statuses, "G1-02", "critical", "装载状态只能是三种之一。"),
        expect_value("lost_cells", [0], "G1-03", "critical", "校验过的格数与库中的格数相等。"),
        expect_value("duplicates", [0], "G1-04", "critical", "同一表中一格只出现一次,行键不重复。"),
        expect_value("is_explained", [True], "G1-05", "critical", "没有装载的文档都写明原因。"),
        expect_value("load_status", ["loaded"], "G1-10", "warning", "提取结果可以装载。"),
        expect_value(
            "undeclared_difference", [0], "G1-11", "warning", "格数与 document.json 所说的一致。"
        ),
    ]

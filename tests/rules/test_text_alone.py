"""Without any table read a document is kept back, and what its sentences alone say wrong is told.

What rests on tables is not: neither that an account is none nor that a list leaves one out.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dagster_project.runtime.warehouse import open_warehouse
from tests.rules.narratives import written
from tests.rules.writing import Write

INCOME = "二、收入决算情况说明"
SPENT = "五、一般公共预算财政拨款支出决算情况说明"
SHARE = "本年收入合计100.00元，其中：财政拨款收入60.00元，占{share}；其他收入40.00元，占40.00%。"
# No table has this account, and the items are not all of the budget.
ITEMS = (
    "一般公共预算财政拨款支出年初预算为90.00元，支出决算为90.00元，完成年初预算的100.00%。其中："
    "1.农林水支出（类）水利（款）水利工程建设（项）。年初预算为50.00元，支出决算为50.00元，"
    "完成年初预算的{rate}。"
)


def _kept_back(write: Write) -> Write:
    """Return a writer of the same document where nothing of its tables was read."""

    def write_text_alone(raw_dir: Path, document_id: str) -> None:
        write(raw_dir, document_id)
        for path in raw_dir.glob(f"*/{document_id}/*"):
            if path.name.startswith("gk"):
                path.unlink()
            elif path.name == "document.json":
                content = json.loads(path.read_text(encoding="utf-8"))
                content["tables"] = []
                path.write_text(json.dumps(content), encoding="utf-8")

    return write_text_alone


def _said(share: str, rate: str) -> Write:
    text = ((INCOME, [SHARE.format(share=share)]), (SPENT, [ITEMS.format(rate=rate)]))
    return _kept_back(written(*text))


CASES = {
    "text-alone-right": _said("60.00%", "100.00%"),
    "text-alone-share": _said("70.00%", "100.00%"),
    "text-alone-rate": _said("60.00%", "90.00%"),
    "text-alone-rounded": _said("60%", "100%"),
    "text-alone-and-unknown": _kept_back(
        written((INCOME, [SHARE.format(share="70.00%")]), organization_id=None)
    ),
    "text-beside-tables": written((INCOME, [SHARE.format(share="70.00%")])),
}


@pytest.mark.parametrize(
    ("document_id", "rules"),
    [
        ("text-alone-right", set()),
        ("text-alone-share", {"N20"}),
        ("text-alone-rate", {"N22"}),
        ("text-alone-rounded", set()),
        # Kept back for something else as well: nobody knows whose it is.
        ("text-alone-and-unknown", set()),
    ],
)
def test_of_a_document_without_tables_its_sentences_are_told(
    rule_warehouse: Path, document_id: str, rules: set[str]
) -> None:
    with open_warehouse(rule_warehouse, read_only=True) as connection:
        gate = connection.execute(
            "select gate_status, gate_reason_codes from reconciliation.document_gate "
            "where document_id = ?",
            [document_id],
        ).fetchone()
        found = connection.execute(
            "select rule_id from reconciliation.fct_findings where document_id = ?",
            [document_id],
        ).fetchall()
    assert gate is not None
    assert gate[0] == "withheld"
    assert "no_table_read" in gate[1]
    assert {rule for (rule,) in found} == rules


def test_beside_its_tables_the_same_sentence_is_told_among_the_others(rule_warehouse: Path) -> None:
    with open_warehouse(rule_warehouse, read_only=True) as connection:
        found = connection.execute(
            "select rule_id from reconciliation.fct_findings where document_id = ?",
            ["text-beside-tables"],
        ).fetchall()
    assert ("N20",) in found

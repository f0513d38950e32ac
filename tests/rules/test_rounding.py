"""Rounding is one notice of a document: its id, its members, its waivers, its revisions.

Documents in 万元 that are off by their last digits. What each member is, is arithmetic on the
figures below.
"""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dagster_project.runtime.warehouse import open_warehouse
from tests import factories

_WAN = Decimal(10_000)
_PARTS = {"30101": "基本工资", "30102": "津贴补贴", "30103": "奖金"}
# What gk06 prints: 人员经费合计 60.00 and below it 301, which is the sum of its three 款 within the
# last digits of four figures. Each document is off by what its name says.
_PRINTED = {
    "small": ("60.00", ("30.00", "20.00", "9.99")),
    "large": ("60.01", ("30.00", "20.00", "9.99")),
}


def _write(raw_dir: Path, document_id: str, size: str, **fields: Any) -> None:
    """Write a document in 万元 that adds up but for gk06."""
    tables = factories.default_tables()
    salaries, parts = _PRINTED[size]
    tables["gk06"] = [
        ("personnel_total", "total", "人员经费合计", {"basic": "60.00"}),
        ("301", "class", "工资福利支出", {"basic": salaries}),
        *(
            (code, "section", name, {"basic": part})
            for (code, name), part in zip(_PARTS.items(), parts, strict=True)
        ),
        ("public_total", "total", "公用经费合计", {"basic": ""}),
    ]
    folder = factories.write_document(raw_dir, document_id, tables=tables, **fields)
    content = factories.document_json(document_id, tables, factories.YEAR)["tables"]
    factories.edit_json(folder, tables=[t | {"unit": t["unit"] and "万元"} for t in content])
    for code, rows in tables.items():
        records = [
            cell
            | {"printed_unit": "万元"}
            | (
                {"value_unit": "万元", "amount_yuan": str(Decimal(cell["amount_yuan"]) * _WAN)}
                if cell["amount_yuan"]
                else {}
            )
            for cell in factories.cells_of(rows)
        ]
        factories.write_csv(folder / f"{code}.csv", factories.CELL_COLUMNS, records)


def _finding_id(*parts: str) -> str:
    return "fnd_" + hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


_REVISION = {"disclosure_id": "r-revised", "organization_id": "factory-bureau-r-revised"}
CASES = {
    name: lambda raw_dir, document_id, size=size, fields=fields: _write(
        raw_dir, document_id, size, **fields
    )
    for name, size, fields in (
        ("r-large", "large", {}),
        ("r-accepted", "small", {}),
        ("r-partly", "large", {}),
        ("r-lapsed", "small", {}),
        ("r-whole", "large", {}),
        ("r-revised", "small", _REVISION),
        ("r-revised-r2", "large", _REVISION | {"revision": 2, "supersedes": "r-revised"}),
    )
}
# 60.01 is not 30.00 + 20.00 + 9.99, and 60.00 is not 60.01: two differences, 0.02 the larger.
_SUM = ("I32", "301/basic")
_TOTAL = ("I33", "basic")


def _waiver(number: int, finding_id: str, left: str, right: str) -> dict[str, str]:
    return {
        "waiver_no": str(number),
        "finding_id": finding_id,
        "left_amount": str(Decimal(left) * _WAN),
        "right_amount": str(Decimal(right) * _WAN),
        "waived_by": "张三",
        "reason_zh": "尾差",
        "as_of": "2026-01-01",
    }


SEED_ROWS = {
    "policy/finding_waivers.csv": [
        # The only member, by its own id, as it was named before rounding was one notice.
        _waiver(9001, _finding_id("r-accepted", *_SUM), "60.00", "59.99"),
        # One of two members.
        _waiver(9002, _finding_id("r-partly", *_TOTAL), "60.00", "60.01"),
        # Accepted when 59.98 was printed.
        _waiver(9003, _finding_id("r-lapsed", *_SUM), "60.00", "59.98"),
        # The notice as a whole, with the values of its largest difference.
        _waiver(9004, _finding_id("r-whole", "rounding"), "60.01", "59.99"),
    ]
}


@pytest.fixture(scope="module")
def notices(rule_warehouse: Path) -> dict[str, dict[str, Any]]:
    """Return the rounding notice of each document, with its members in their order."""
    with open_warehouse(rule_warehouse, read_only=True) as connection:
        findings = connection.execute(
            "select document_id, finding_id, status, state, message_zh, waived_by, difference "
            "from reconciliation.fct_findings "
            "where list_contains($names, document_id) and status = 'rounding'",
            {"names": list(CASES)},
        ).fetchall()
        members = connection.execute(
            "select members.finding_id, rule_id, subject, members.member_id, members.waived_by "
            "from reconciliation.fct_finding_checks as members "
            "inner join reconciliation.rule_verdicts using (check_id, document_id) "
            "order by members.finding_id, member_no"
        ).fetchall()
    names = ("finding_id", "status", "state", "message_zh", "waived_by", "difference")
    found = {row[0]: dict(zip(names, row[1:], strict=True)) for row in findings}
    assert len(found) == len(findings)
    for notice in found.values():
        notice["members"] = [row[1:] for row in members if row[0] == notice["finding_id"]]
    return found


def test_rounding_is_one_notice_that_lists_its_members(notices: dict[str, dict[str, Any]]) -> None:
    notice = notices["r-large"]
    assert notice["status"] == "rounding"
    # The largest speaks.
    assert [member[:2] for member in notice["members"]] == [_SUM, _TOTAL]
    assert notice["difference"] == Decimal("0.02") * _WAN
    for words in ("2 处", "最大 0.02 万元", "60.01 万元", "59.99 万元"):
        assert words in notice["message_zh"]
    ids = [member[2] for member in notice["members"]]
    assert ids == [_finding_id("r-large", *_SUM), _finding_id("r-large", *_TOTAL)]


def test_the_notice_keeps_its_id_whatever_is_the_largest(
    notices: dict[str, dict[str, Any]],
) -> None:
    assert "r-revised" not in notices
    notice = notices["r-revised-r2"]
    assert notice["finding_id"] == _finding_id("r-revised", "rounding")
    # The first revision had one member, which is not the largest of the second by its values.
    assert notice["state"] == "persisting"


@pytest.mark.parametrize(
    ("document_id", "whole", "members"),
    [
        ("r-accepted", "张三", ["张三"]),
        ("r-partly", None, [None, "张三"]),
        ("r-lapsed", None, [None]),
        ("r-whole", "张三", [None, None]),
    ],
)
def test_rounding_is_accepted_member_by_member_or_as_a_whole(
    notices: dict[str, dict[str, Any]],
    document_id: str,
    whole: str | None,
    members: list[str | None],
) -> None:
    assert notices[document_id]["waived_by"] == whole
    assert [member[3] for member in notices[document_id]["members"]] == members

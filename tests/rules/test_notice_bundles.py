"""Notices of one kind are one finding of a document: its items, members, waivers and revisions.

What each item is follows from the figures: annuity beyond 60 % of the pension contribution (A06),
and contributions that the functional classification does not know (A05).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dagster_project.contract.words import word
from dagster_project.runtime.warehouse import open_warehouse
from tests import factories
from tests.rules.test_rounding import _finding_id
from tests.rules.writing import Write

_NAMES = {"30108": "机关事业单位基本养老保险缴费", "30109": "职业年金缴费"}


def _paid(annuity: str, **fields: Any) -> Write:
    """Return a document whose 公开06表 adds up: pension 100.00, an annuity, else salaries."""
    salaries = f"{1000 - 100 - float(annuity):.2f}"
    parts = {"30101": salaries, "30108": "100.00", "30109": annuity}
    tables = factories.default_tables()
    tables["gk06"] = [
        ("personnel_total", "total", "人员经费合计", {"basic": "1000.00"}),
        ("301", "class", "工资福利支出", {"basic": "1000.00"}),
        *(
            (code, "section", _NAMES.get(code, "基本工资"), {"basic": amount})
            for code, amount in parts.items()
        ),
        ("public_total", "total", "公用经费合计", {"basic": ""}),
    ]

    def write(raw_dir: Path, document_id: str) -> None:
        factories.write_document(raw_dir, document_id, tables=tables, **fields)

    return write


_REVISION = {"disclosure_id": "nb-revised", "organization_id": "factory-bureau-nb-revised"}
CASES = {
    "nb-two": _paid("60.01"),
    "nb-one": _paid("60.00"),
    "nb-accepted": _paid("60.01"),
    "nb-partly": _paid("60.01"),
    "nb-by-the-first": _paid("60.01"),
    "nb-revised": _paid("60.00", **_REVISION),
    "nb-revised-r2": _paid("60.01", revision=2, supersedes="nb-revised", **_REVISION),
}


def _waiver(number: int, finding_id: str, left: str, right: str) -> dict[str, str]:
    return {
        "waiver_no": str(number),
        "finding_id": finding_id,
        "left_amount": left,
        "right_amount": right,
        "waived_by": "李四",
        "reason_zh": "另有说明",
        "as_of": "2026-01-01",
    }


_A05, _A06 = ("A05", "document"), ("A06", "document")
SEED_ROWS = {
    "policy/finding_waivers.csv": [
        _waiver(9101, _finding_id("nb-accepted", *_A05), "", ""),
        _waiver(9102, _finding_id("nb-accepted", *_A06), "60.01", "100.00"),
        _waiver(9103, _finding_id("nb-partly", *_A06), "60.01", "100.00"),
        # The values of the first item say nothing about the others.
        _waiver(9104, _finding_id("nb-by-the-first", "notices", "plausibility"), "", ""),
    ]
}


@pytest.fixture(scope="module")
def bundles(rule_warehouse: Path) -> dict[str, dict[str, Any]]:
    """Return the finding about plausibility of each document, with its members in their order."""
    with open_warehouse(rule_warehouse, read_only=True) as connection:
        found = connection.execute(
            "select document_id, finding_id, severity, title_zh, message_zh, next_step_zh, state, "
            "waived_by from reconciliation.fct_findings "
            "where starts_with(document_id, 'nb-') and rule_id in ('A05', 'A06')"
        ).fetchall()
        members = connection.execute(
            "select members.finding_id, rule_id, members.member_id, members.waived_by, message_zh "
            "from reconciliation.fct_finding_checks as members "
            "inner join reconciliation.rule_verdicts using (check_id, document_id) "
            "order by members.finding_id, member_no"
        ).fetchall()
    names = ("finding_id", "severity", "title_zh", "message_zh", "next_step_zh", "state", "waived")
    findings = {row[0]: dict(zip(names, row[1:], strict=True)) for row in found}
    assert len(findings) == len(found), "notices of one kind are several findings"
    for finding in findings.values():
        finding["members"] = [row[1:] for row in members if row[0] == finding["finding_id"]]
    return findings


def test_notices_of_one_kind_are_one_finding_that_says_each(
    bundles: dict[str, dict[str, Any]],
) -> None:
    finding = bundles["nb-two"]
    assert finding["severity"] == "notice"
    assert finding["title_zh"] == word("plausibility", "notice_bundle")
    assert [member[0] for member in finding["members"]] == ["A05", "A06"]
    # Whoever reads the one message misses nothing of the others.
    assert "2 项,共 2 处:" in finding["message_zh"]
    for number, member in enumerate(finding["members"], start=1):
        assert f"{number}. {member[3]}" in finding["message_zh"]
    assert finding["next_step_zh"] == word("notices", "next_step")
    # Each keeps the id by which it was answered when it was a finding of its own.
    assert [m[1] for m in finding["members"]] == [_finding_id("nb-two", *r) for r in (_A05, _A06)]


def test_a_notice_alone_says_what_it_always_said(bundles: dict[str, dict[str, Any]]) -> None:
    finding = bundles["nb-one"]
    [(_, _, _, message)] = finding["members"]
    assert finding["message_zh"] == message
    assert finding["title_zh"] != word("plausibility", "notice_bundle")


@pytest.mark.parametrize(
    ("document_id", "whole", "members"),
    [
        ("nb-accepted", "李四", ["李四", "李四"]),
        ("nb-partly", None, [None, "李四"]),
        ("nb-by-the-first", None, [None, None]),
    ],
)
def test_notices_are_accepted_one_by_one(
    bundles: dict[str, dict[str, Any]],
    document_id: str,
    whole: str | None,
    members: list[str | None],
) -> None:
    assert bundles[document_id]["waived"] == whole
    assert [member[2] for member in bundles[document_id]["members"]] == members


def test_a_bundle_stays_the_same_finding_when_a_notice_is_added(
    bundles: dict[str, dict[str, Any]],
) -> None:
    finding = bundles["nb-revised-r2"]
    assert finding["finding_id"] == _finding_id("nb-revised", "notices", "plausibility")
    assert finding["state"] == "persisting"
    assert "nb-revised" not in bundles


def test_no_document_has_more_notices_than_kinds(rule_warehouse: Path) -> None:
    with open_warehouse(rule_warehouse, read_only=True) as connection:
        crowded = connection.execute(
            "select document_id, count(*) from reconciliation.fct_findings "
            "where severity = 'notice' group by document_id having count(*) > 5"
        ).fetchall()
    assert crowded == []

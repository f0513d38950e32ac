"""What people are shown of a finding agrees wherever it is shown, and what is listed adds up.

Every finding of the disclosures in raw/ and of invented ones with planted errors, in one release:
marts, report, worksheet, command and message. An amount is a number and its unit; two are equal
when they are equal in the unit of the marts.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import lxml.html
import openpyxl
import pytest
from click.testing import CliRunner

from dagster_project.cli import main
from dagster_project.commands.findings import describe
from dagster_project.release.findings import is_bundle
from dagster_project.report.findings import FEW_ITEMS, MOST_MEMBERS
from dagster_project.report.pages import document_url
from dagster_project.runtime.settings import PROJECT_DIR
from dagster_project.runtime.warehouse import open_release, open_warehouse
from tests.building import mixed_release

YUAN = {"元": 1, "千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}
POINTS = "个百分点"
SIDES = ("left", "right", "difference")
LINEAR = ("sum", "copy", "claim", "claim_sum")
_NUMBER = re.compile(r"([−-]?\d[\d,]*(?:\.\d+)?) ?([^\d\s,，。;；:：、()（）÷=+−-]*)")

Row = dict[str, Any]
Amount = tuple[Decimal, str]


def amount(number: object, unit: object) -> Amount:
    """Return a number with its unit, money in yuan."""
    unit = str(unit or "")
    return Decimal(str(number)) * YUAN.get(unit, 1), "元" if unit in YUAN else unit


def amounts_in(text: str) -> list[Amount]:
    """Return every number of a text with the unit behind it."""
    found = []
    for digits, behind in _NUMBER.findall(text):
        unit = next((u for u in sorted(YUAN, key=len, reverse=True) if behind.startswith(u)), None)
        number = digits.replace(",", "").replace("−", "-")
        points = POINTS if behind.startswith(POINTS) else None
        found.append(amount(number, unit or points or behind[:1]))
    return found


def only_amount(text: str | None) -> Amount | None:
    """Return the one number of a text, with the unit behind it; a blank is told without one."""
    if not text or not amounts_in(text):
        return None
    [found] = amounts_in(text)
    return found


@dataclass(frozen=True)
class Released:
    """A release, and what its marts say."""

    folder: Path
    warehouse: Path
    findings: list[Row]
    checks: dict[str, list[Row]]
    rules: dict[str, Row]
    cells: dict[tuple[str, str, int, str], Row]


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Released:
    """Return the documents of raw/ and invented ones in which errors are planted, published."""
    base = mixed_release(tmp_path_factory)
    release = (base / "published" / "current").resolve()

    def read(statement: str) -> list[Row]:
        with open_release(release) as marts:
            cursor = marts.execute(statement)
            names = [column[0] for column in cursor.description or []]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    checks: dict[str, list[Row]] = {}
    for row in read(
        "select finding_id, member_no, checks.* from marts.finding_checks "
        "inner join marts.checks using (check_id) order by finding_id, member_no"
    ):
        checks.setdefault(row["finding_id"], []).append(row)
    cells = read(
        "select document_id, table_code, row_no, column_code, printed_text, "
        "coalesce(amount_yuan, value_numeric) as number from marts.cells"
    )
    return Released(
        release,
        base / "w.duckdb",
        read("select * from marts.findings"),
        checks,
        {row["rule_id"]: row for row in read("select * from marts.rules")}
        | {
            row["rule_id"]: row
            for row in csv.DictReader(
                io.StringIO(
                    (PROJECT_DIR / "dbt/seeds/rules/rule_catalog.csv").read_text(encoding="utf-8")
                )
            )
        },
        {(c["document_id"], c["table_code"], c["row_no"], c["column_code"]): c for c in cells},
    )


def numbers_of(row: Row) -> dict[str, Amount | None]:
    """Return what people are told: the number of each side, none where nothing is printed."""
    numbers = {
        side: None if (row[f"{side}_text"] or "").startswith("空") else number
        for side, number in computed_with(row).items()
    }
    # Two per cents differ by points, not by per cents.
    if (difference := numbers["difference"]) and difference[1] == "%":
        numbers["difference"] = difference[0], POINTS
    return numbers


def computed_with(row: Row) -> dict[str, Amount | None]:
    """Return what the marts compare: in a sum, a side that is blank counts as zero."""
    columns = ("left_amount", "right_amount", "difference")
    return {
        side: None if row[column] is None else amount(row[column], row["unit"])
        for side, column in zip(SIDES, columns, strict=True)
    }


def article_of(released: Released, finding: Row) -> lxml.html.HtmlElement:
    path = released.folder / "report" / document_url(finding["document_id"])
    page = lxml.html.fromstring(path.read_text(encoding="utf-8"))
    [article] = page.xpath(f"//article[@id='{finding['finding_id']}']")
    return article


def shown_on_card(part: lxml.html.HtmlElement) -> dict[str, Amount | None]:
    """Return the totals of the two sides and the difference of one check on a card."""
    sums = {}
    for heading in part.xpath("./div[@class='sides']/div[@class='side']/h4"):
        [*total] = heading.xpath("./span[@class='sum']")
        name = {"左边": "left", "右边": "right"}.get((heading.text or "").strip())
        if name and total:
            sums[name] = only_amount(total[0].text_content())
    difference = part.xpath("./p[@class='difference']/strong")
    return {
        "left": sums.get("left"),
        "right": sums.get("right"),
        "difference": only_amount(difference[0].text_content()) if difference else None,
    }


def sheet_rows(released: Released) -> Iterator[tuple[str, Row]]:
    """Yield every row of the worksheet that has numbers (as cells), with the name of its sheet."""
    book = openpyxl.load_workbook(released.folder / "findings.xlsx")
    for sheet in book:
        header = [cell.value for cell in sheet[1]]
        assert not any("(元)" in str(title) or "（元）" in str(title) for title in header)
        if "差额" in header:
            for cells in sheet.iter_rows(min_row=2):
                yield sheet.title, dict(zip(header, cells, strict=True))


def shown_in_sheet(row: Row) -> dict[str, Amount | None]:
    return {
        side: None
        if row[title].value is None or str(row[title].value).startswith("空")
        # openpyxl hands out floats; the file holds the digits that repr gives back.
        else amount(repr(row[title].value), row[title].number_format.split('"')[1].strip())
        for side, title in zip(SIDES, ("左边", "右边", "差额"), strict=True)
    }


def numbers_told_of(finding: Row) -> dict[str, Amount | None]:
    """Return the numbers that speak for a finding: none where it is several notices."""
    return dict.fromkeys(SIDES) if is_bundle(finding) else numbers_of(finding)


def test_both_corpora_are_there(released: Released, measured: list[str]) -> None:
    kinds = Counter(
        "synth" if f["document_id"].startswith("synth") else "raw" for f in released.findings
    )
    assert kinds["synth"] >= 12
    assert kinds["raw"] >= 30
    measured.append(
        f"findings that agree in marts, card, worksheet, command and message: {kinds.total()} "
        f"({kinds['raw']} of raw/, {kinds['synth']} invented)"
    )


def test_money_is_yuan_in_the_marts_and_every_amount_has_a_unit(released: Released) -> None:
    for row in [*released.findings, *(c for own in released.checks.values() for c in own)]:
        if row["left_amount"] is not None:
            assert row["unit"], row
        assert row["unit"] not in YUAN or row["unit"] == "元", row
        assert (row["printed_unit"] in YUAN) == (row["unit"] == "元"), row


def test_card_shows_what_the_marts_hold_for_every_check_of_a_finding(released: Released) -> None:
    for finding in released.findings:
        article = article_of(released, finding)
        [own] = article.xpath("./details")
        assert shown_on_card(own) == numbers_told_of(finding), finding["message_zh"]
        members = own.xpath("./details[@class='members']/details[@class='member']")
        first = 0 if is_bundle(finding) else 1
        others = released.checks[finding["finding_id"]][first : MOST_MEMBERS + first]
        for part, check in zip(members, others, strict=True):
            assert shown_on_card(part) == numbers_of(check), check["message_zh"]


def test_worksheet_shows_what_the_marts_hold(released: Released) -> None:
    findings = {row["finding_id"]: row for row in released.findings}
    seen: Counter[str] = Counter()
    for sheet, row in sheet_rows(released):
        name = row["问题编号"].value
        if sheet == "核对明细":
            expected = released.checks[name][row["序号"].value - 1]
            assert row["核对"].value == expected["message_zh"]
            seen["checks"] += 1
        else:
            expected = findings[name]
            assert row["问题与处理"].value.startswith(expected["message_zh"])
            seen["findings"] += 1
        told = numbers_of(expected) if sheet == "核对明细" else numbers_told_of(expected)
        assert shown_in_sheet(row) == told, (sheet, expected["message_zh"])
    assert seen["findings"] == len(findings)
    assert seen["checks"] == sum(len(own) for own in released.checks.values())


def test_command_shows_what_the_marts_hold(released: Released) -> None:
    place = str(released.folder.parent.parent)
    result = CliRunner().invoke(main, ["findings", "--format", "csv", "--published", place])
    told = csv.DictReader(io.StringIO(result.stdout))
    # A document that was kept back has a row that says so, of no rule.
    rows = {row["finding_id"]: row for row in told if row["rule_id"]}
    assert len(rows) == len(released.findings)
    for finding in released.findings:
        expected, row = numbers_of(finding), rows[finding["finding_id"]]
        shown = {side: only_amount(row[f"{side}_text"].lstrip("'")) for side in SIDES}
        assert shown == expected
        raw = {side: row[f"{side}_amount" if side != "difference" else side] for side in SIDES}
        assert {
            side: None if not number else amount(number.lstrip("'"), row["unit"])
            for side, number in raw.items()
        } == computed_with(finding)
        assert only_amount(describe(finding)[3]) == numbers_told_of(finding)["difference"]


def test_message_tells_the_numbers_of_both_sides(released: Released) -> None:
    told = 0
    for finding in released.findings:
        template = released.rules[finding["rule_id"]]["message_zh"]
        said = amounts_in(finding["message_zh"])
        for side, number in numbers_of(finding).items():
            if number is None or not (
                "{" + side + "}" in template or finding["status"] == "rounding"
            ):
                continue
            assert number in said, (side, number, finding["message_zh"])
            told += 1
    assert told > 3 * 12


def test_a_finding_has_the_two_sides_of_the_check_that_speaks(released: Released) -> None:
    for finding in released.findings:
        own = released.checks[finding["finding_id"]]
        assert [check["member_no"] for check in own] == list(range(1, len(own) + 1))
        assert len(own) == finding["verdicts_of_cause"]
        for column in ("rule_id", "subject", "left_amount", "right_amount", "unit", "evidence"):
            assert finding[column] == own[0][column], column


def test_listed_figures_add_up_to_the_totals_shown(released: Released, measured: list[str]) -> None:
    """Σ weight × figure of each side is the total of that side, for every linear check."""
    added = 0
    for check in (c for own in released.checks.values() for c in own):
        if released.rules[check["rule_id"]]["check_kind"] not in LINEAR:
            continue
        evidence = json.loads(check["evidence"])
        numbers = computed_with(check)
        for side in ("left", "right"):
            total = Decimal(0)
            for item in (i for i in evidence if i["side"] == side):
                key = (
                    check["document_id"],
                    item["table_code"],
                    item["row_no"],
                    item["column_code"],
                )
                if item["table_code"] == "claims":
                    [(number, _)] = amounts_in(item["printed_text"])
                elif key in released.cells:
                    assert item["printed_text"] == released.cells[key]["printed_text"]
                    number = released.cells[key]["number"] or Decimal(0)
                else:
                    # An account that the table does not print.
                    assert item["printed_text"] == ""
                    number = Decimal(0)
                total += item["weight"] * number
            assert total == numbers[side][0], (side, check["rule_id"], check["message_zh"])
            added += 1
    measured.append(f"sides whose listed figures add up to the total shown: {added} of {added}")
    assert added > 200


def test_the_card_lists_the_figures_that_add_up(released: Released) -> None:
    """No addend is left out of the page: as many rows as the evidence has figures."""
    for finding in released.findings:
        [own] = article_of(released, finding).xpath("./details")
        evidence = json.loads(finding["evidence"])
        for heading in own.xpath("./div[@class='sides']/div[@class='side']"):
            name = {"左边": "left", "右边": "right"}.get(
                (heading.xpath("./h4")[0].text or "").strip()
            )
            if name is None:
                continue
            items = [item for item in evidence if item["side"] == name]
            printed = [item["printed_text"] for item in items if item["printed_text"]]
            rows = heading.xpath(".//tbody/tr/td[@class='number']")
            shown = [cell.text_content().lstrip("−") for cell in rows]
            expected = len(items) if len(items) <= FEW_ITEMS else len(printed)
            assert len(shown) == expected
            assert set(printed) <= set(shown)


def test_rounding_is_one_notice_of_a_document_and_nothing_else_is_in_it(
    released: Released, measured: list[str]
) -> None:
    notices = [row for row in released.findings if row["status"] == "rounding"]
    assert len(notices) == len({row["document_id"] for row in notices}) > 0
    with open_release(released.folder) as marts:
        rounded = marts.execute(
            "select document_id, check_id, abs(difference) from marts.checks "
            "where status = 'rounding' order by all"
        ).fetchall()
    for notice in notices:
        own = released.checks[notice["finding_id"]]
        assert {check["status"] for check in own} == {"rounding"}
        expected = [row for row in rounded if row[0] == notice["document_id"]]
        assert sorted(check["check_id"] for check in own) == [row[1] for row in expected]
        assert abs(notice["difference"]) == max(row[2] for row in expected)
        assert f"尾差 {len(own)} 处" in notice["message_zh"]
        assert notice["severity"] == "notice"
    for finding in released.findings:
        if finding["status"] != "rounding":
            statuses = {check["status"] for check in released.checks[finding["finding_id"]]}
            assert statuses == {"fail"}
    measured.append(
        f"rounding: {len(rounded)} differences, {len(notices)} notices, "
        f"{len(released.findings)} findings in all"
    )


@pytest.mark.parametrize("rule_id", ["N27", "N37", "P06", "P07", "P13"])
def test_rules_that_compare_money_list_both_sides_with_units(
    released: Released, rule_id: str
) -> None:
    """Rules that are models write each figure with its unit: they add up, whatever the verdict."""
    with open_warehouse(released.warehouse, read_only=True) as connection:
        checks = connection.execute(
            "select left_amount, right_amount, unit, every.evidence from marts.checks "
            "inner join reconciliation.verdict_evidence as every "
            "using (document_id, rule_id, subject) "
            "where rule_id = ? and left_amount is not null and right_amount is not null",
            [rule_id],
        ).fetchall()
    assert checks
    for *totals, unit, evidence in checks:
        for side, total in zip(("left", "right"), totals, strict=True):
            items = [item for item in json.loads(evidence) if item["side"] == side]
            listed = [(item["weight"], amounts_in(item["printed_text"])) for item in items]
            assert {told[0][1] for _, told in listed} == {amount(0, unit)[1]}
            assert sum(weight * told[0][0] for weight, told in listed) == total, evidence

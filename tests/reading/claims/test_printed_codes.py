"""Accounts that a text names with their codes, and texts whose parts are 三、 and not 第三部分."""

from __future__ import annotations

import csv
import re

import pytest

from dagster_project.reading.batch.tasks import read_paths
from dagster_project.reading.narrative.claims.accounts import AccountNames, find_paths
from tests.shared_documents import SHARED, skip_without_shared

_CODE = re.compile(r"（(\d{3,7})）")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3.高等教育（2050205），2024年度决算数为", "2050205"),
        # Two items of one name: only the code tells them apart.
        ("6.高等教育（2059802）支出", "2059802"),
        ("其中：行政事业单位养老支出（20805）", "20805"),
        ("教育支出（205）", "205"),
    ],
)
def test_a_printed_code_is_the_account(text: str, code: str) -> None:
    names = AccountNames([])
    assert [names.code_of(path) for _, _, path in find_paths(text)] == [code]


def test_brackets_with_other_numbers_are_no_codes() -> None:
    assert find_paths("公务用车（3）辆，资产（12345678）元") == []


def test_the_narrative_of_a_university_is_recalled() -> None:
    source, truth = SHARED / "documents/swu-2024.pdf", SHARED / "truth/swu-2024-claims.csv"
    skip_without_shared("a university's narrative is recalled", source, truth)
    claims = read_paths([source]).narrative.claims
    with truth.open(encoding="utf-8-sig", newline="") as stream:
        printed = list(csv.DictReader(stream))
    read = [(claim["value_numeric"], claim["value_unit"]) for claim in claims]
    assert read == [(row["value"], row["unit"]) for row in printed]
    coded = [_CODE.search(row["subject"]) for row in printed]
    expected = [code[1] for code in coded if code]
    found = [c["account_code"] for c, code in zip(claims, coded, strict=True) if code]
    assert found == expected

"""Several disclosures bound in one file are as many documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_project.reading import extract_files
from dagster_project.reading.identity.volumes import split_volume
from dagster_project.reading.model.grid import DecodedDocument, Grid, TextLine
from tests.reading.grids.builders import FUNCTIONAL_HEAD, GK05, UNIT, grid, line, saved, workbook
from tests.reading.grids.test_decoders import ROWS


def _disclosure(name: str, year: int, number: int) -> list[Grid | TextLine]:
    rows = [*FUNCTIONAL_HEAD, ["208", "甲", "1.00", "1.00", ""], ["合计", "", "1.00", "1.00", ""]]
    return [
        line(f"{name}{year}年度部门决算"),
        *(line(GK05), line(f"部门：{name}"), line(UNIT)),
        grid(rows, f"p{number}", number),
        line(f"{name}{year}年度收入支出总计1.00万元。"),
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [(("甲局", 2023), ("甲局", 2024)), (("甲局", 2023), ("甲局所属中心", 2023))],
)
def test_another_year_or_organization_begins_at_its_cover(
    first: tuple[str, int], second: tuple[str, int]
) -> None:
    one, other = _disclosure(*first, 1), _disclosure(*second, 2)
    found = split_volume(DecodedDocument([*one, *other]))
    assert [part.items for part in found] == [one, other]


def test_the_same_table_again_for_the_same_one_is_no_volume() -> None:
    items = [*_disclosure("甲局", 2023, 1), *_disclosure("甲局", 2023, 2)]
    assert len(split_volume(DecodedDocument(items))) == 1


def test_a_workbook_of_two_departments_is_two_documents(tmp_path: Path) -> None:
    sheets = []
    for name in ("云山市测试局", "云山市样例局"):
        sheets.append((name, [[f"2024年度{GK05}"], [f"部门：{name}", UNIT], *ROWS[2:]]))
    path = tmp_path / "合订.xlsx"
    path.write_bytes(saved(workbook(sheets)))
    outcomes = extract_files([path], tmp_path / "raw")
    assert [outcome.status for outcome in outcomes] == ["read", "read"]
    assert len({outcome.document_id for outcome in outcomes}) == 2


def _three_public(name: str, number: int) -> list[Grid | TextLine]:
    rows = [["项目", "预算数", "决算数"], ["合计", "1.00", "1.00"]]
    title = line("财政拨款“三公”经费支出决算表")
    return [title, line(f"部门：{name}"), line(UNIT), grid(rows, f"p{number}", number)]


def test_a_first_table_that_names_the_one_before_too_begins_a_document() -> None:
    """What the first text ended with stands above the second's first table: a name of the first."""
    one = [*_disclosure("甲局", 2023, 1), *_three_public("甲局", 2)]
    own = _disclosure("甲局所属中心", 2023, 3)[1:5]
    two = [line("甲局2023年度部门决算"), *own, *_three_public("甲局所属中心", 4)]
    assert len(split_volume(DecodedDocument([*one, *two]))) == 2

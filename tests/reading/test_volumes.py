"""Several disclosures bound in one file are as many documents."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dagster_project.reading import extract_files
from dagster_project.reading.identity.volumes import split_volume
from dagster_project.reading.model.grid import DecodedDocument, Grid, TextLine
from dagster_project.reading.tables.regions import find_regions
from tests.printing.text import Printing, print_text
from tests.printing.text_tables import text_tables
from tests.published_forms.outcome import extract
from tests.published_forms.paper import compose, form_names
from tests.published_forms.printers import write
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


def _parts(items: list[Grid | TextLine]) -> list[DecodedDocument]:
    decoded = DecodedDocument(items)
    return split_volume(decoded, find_regions(decoded))


@pytest.mark.parametrize(
    ("first", "second"),
    [(("甲局", 2023), ("甲局", 2024)), (("甲局", 2023), ("甲局所属中心", 2023))],
)
def test_another_year_or_organization_begins_at_its_cover(
    first: tuple[str, int], second: tuple[str, int]
) -> None:
    one, other = _disclosure(*first, 1), _disclosure(*second, 2)
    found = _parts([*one, *other])
    assert [part.items for part in found] == [one, other]


def test_the_same_table_again_for_the_same_one_is_no_volume() -> None:
    items = [*_disclosure("甲局", 2023, 1), *_disclosure("甲局", 2023, 2)]
    assert len(_parts(items)) == 1


def test_a_workbook_of_two_departments_is_two_documents(tmp_path: Path) -> None:
    sheets = []
    for name in ("云山市测试局", "云山市样例局"):
        sheets.append((name, [[f"2024年度{GK05}"], [f"部门：{name}", UNIT], *ROWS[2:]]))
    path = tmp_path / "合订.xlsx"
    path.write_bytes(saved(workbook(sheets)))
    outcomes = extract_files([path], tmp_path / "raw")
    assert [outcome.status for outcome in outcomes] == ["read", "read"]
    assert len({outcome.document_id for outcome in outcomes}) == 2


_FORM = """{name}绩效项目支出绩效自评表
（{year}年度）
项目名称 {project}
主管部门 {name} 实施单位 {name}
项目资金
（万元）
年初预算数 全年预算数 全年执行数 分值 执行率 得分
年度资金总额： 100.00 100.00 50.00 10 50.00% 5
绩效
指标
一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析及改进措施
产出指标 数量指标 巡查次数 10次 10次 90 90
总分 100 95
"""


def test_each_document_of_a_volume_of_text_has_its_own_performance_forms(tmp_path: Path) -> None:
    """Two years in one text: the forms of either year belong to it alone."""
    projects = {2022: "山林防火项目", 2023: "水库巡查项目"}
    name = Printing().name
    text = ""
    for year, project in projects.items():
        text += f"{name}{year}年度部门决算\n\n"
        text += print_text(text_tables(3), Printing(3, year=year))
        text += "\n第四部分 附件\n\n" + _FORM.format(name=name, year=year, project=project)
    path = tmp_path / "合订.txt"
    path.write_text(text, encoding="utf-8")

    outcomes = extract_files([path], tmp_path / "raw")

    found = {}
    for outcome in outcomes:
        assert outcome.folder is not None
        with (outcome.folder / "jx01.csv").open(encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file) if row["row_role"] == "total"]
        found[int(outcome.folder.parent.name)] = {row["printed_label"] for row in rows}
    assert found == {year: {project} for year, project in projects.items()}


def _three_public(name: str, number: int) -> list[Grid | TextLine]:
    rows = [["项目", "预算数", "决算数"], ["合计", "1.00", "1.00"]]
    title = line("财政拨款“三公”经费支出决算表")
    return [title, line(f"部门：{name}"), line(UNIT), grid(rows, f"p{number}", number)]


def test_a_first_table_that_names_the_one_before_too_begins_a_document() -> None:
    """What the first text ended with stands above the second's first table: a name of the first."""
    one = [*_disclosure("甲局", 2023, 1), *_three_public("甲局", 2)]
    own = _disclosure("甲局所属中心", 2023, 3)[1:5]
    two = [line("甲局2023年度部门决算"), *own, *_three_public("甲局所属中心", 4)]
    assert len(_parts([*one, *two])) == 2


@pytest.mark.parametrize("form", form_names())
def test_two_years_in_one_text_are_two_documents_with_all_their_tables(
    form: str, tmp_path: Path
) -> None:
    """Whatever a form prints as its cover, and though both years have contents."""
    printed = [
        write(compose(form, year=year, seed=year), "text", tmp_path / str(year))
        for year in (2022, 2023)
    ]
    alone = {(d.year, *sorted(d.tables)) for d in extract(printed, tmp_path / "raw")}
    volume = tmp_path / "合订.txt"
    volume.write_text("\n\n".join(path.read_text(encoding="utf-8") for path in printed))
    found = extract([volume], tmp_path / "bound")
    assert {(d.year, *sorted(d.tables)) for d in found} == alone
    assert {year for year, *_ in alone} == {2022, 2023}

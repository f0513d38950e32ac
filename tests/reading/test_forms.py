"""Which form a document has, what is asked of it, and that its tables are read all the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dagster_project.form.families import Form, PrintedTable, recognise_form
from dagster_project.form.requirements import requirements_of
from dagster_project.form.seeds import LAYOUTS_DIR, read_seed
from dagster_project.form.titles import table_of_title
from dagster_project.reading import interpret as reading
from dagster_project.reading.model.identity import Organization
from dagster_project.reading.tables.performance.layout import column_of, line_of
from tests.printing.choices import usual
from tests.printing.document import print_document
from tests.published_forms.outcome import Document, extract
from tests.published_forms.paper import compose
from tests.published_forms.printers import write
from tests.reading.grids.builders import table, values
from tests.sampling import one_in

FORMS = [row["form"] for row in read_seed(LAYOUTS_DIR / "form_families.csv")]
UNLISTED = ["hubei-2021", "guangdong-2021", "shaanxi-2020", "ministry-2023"]
TABLES = [f"gk{n:02d}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9)]


def _read(tmp_path: Path, form: str, *, without: str = "", organization: str = "") -> Document:
    paper = compose(form, organization=organization or None)
    kept = [t for t in paper.tables if t.code != without]
    assert len(kept) == len(paper.tables) - bool(without)
    return extract([write(replace(paper, tables=kept), "html", tmp_path)], tmp_path / "raw")[0]


def _accusing(document: Document) -> list[str]:
    """Return the tables over whose absence S01 would warn."""
    asked = requirements_of(document.json["form"], document.json["fiscal_year"])
    return [
        t["table_code"]
        for t in document.json["tables"]
        if t["presence"] == "missing" and asked[t["table_code"]].standing != "assumed"
    ]


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (form, code)
        for number, form in enumerate(UNLISTED)
        # Two of the four for each form, and each of them in two forms.
        for code in one_in(2, ["gk03", "gk06", "gk08", "gk09"], number)
    ],
)
def test_nobody_of_an_unlisted_province_is_accused_of_a_table_left_out(
    tmp_path: Path, form: str, code: str
) -> None:
    assert _accusing(_read(tmp_path, form, without=code)) == []


@pytest.mark.parametrize("form", ["sichuan-2024", "yunnan-2023", "jiangsu-2023", "chongqing-2022"])
def test_a_form_of_more_tables_is_unknown_and_asks_for_nothing(tmp_path: Path, form: str) -> None:
    document = _read(tmp_path, form)
    assert document.json["form"] == "unknown"
    assert "没有足够的证据" in document.json["form_evidence"]
    assert "missing" not in {t["presence"] for t in document.json["tables"]}


@pytest.mark.parametrize("form", ["shanxi", "shanghai"])
@pytest.mark.parametrize("code", TABLES)
def test_a_listed_province_is_told_of_a_table_left_out(form: str, code: str) -> None:
    printed = [
        PrintedTable(own, "", f"公开{own[2:]}表" if form == "shanxi" else None)
        for own in TABLES + ["gk10"] * (form == "shanxi")
        if own != code
    ]
    region = {"shanxi": "140900", "shanghai": "310107"}[form]
    found = recognise_form(
        printed, organization=Organization("某局", None, region), text="", year=2024
    )
    assert found.name == form
    assert requirements_of(found.name, 2024)[code].standing == "seen"


def test_a_university_is_asked_for_its_four_tables(tmp_path: Path) -> None:
    document = _read(tmp_path, "university-2023")
    assert document.json["form"] == "university"
    candidates = document.json["identity"]["form"]
    assert candidates[0]["value"] == "university"
    assert any("高等学校" in said for said in candidates[0]["evidence"])
    asked = requirements_of("university", 2024)
    assert {code for code, own in asked.items() if own.is_required} == {
        "gk01",
        "gk02",
        "gk03",
        "gk11",
    }


def test_a_university_that_prints_the_tables_of_its_province_is_not_held_to_four() -> None:
    printed = [PrintedTable(code, "", None) for code in TABLES]
    found = recognise_form(printed, organization=Organization("青石学院"), text="", year=2024)
    assert found.name == "unknown"


def test_a_central_department_is_known_by_its_name_and_order(tmp_path: Path) -> None:
    assert _read(tmp_path, "central-2024").json["form"] == "central"
    # A tax office of a city is no central department.
    local = [PrintedTable(code, "", None) for code in [*TABLES[:6], "gk08", "gk09", "gk07"]]
    office = Organization("国家税务总局忻州市税务局")
    assert recognise_form(local, organization=office, text="", year=2024).name != "central"


def test_two_provinces_in_the_text_make_no_form() -> None:
    printed = [PrintedTable(code, "", None) for code in TABLES]
    text = "上海市、上海市对口支援云南省、云南省"
    assert recognise_form(printed, organization=None, text=text, year=2024).name == "unknown"


@pytest.mark.parametrize("own", ["shanxi", "shanghai", "national"])
def test_the_form_of_a_document_does_not_decide_what_is_read(
    monkeypatch: pytest.MonkeyPatch, own: str
) -> None:
    document = print_document(usual(11, "xlsx", own))
    expected = {
        t.code: {key: text for key, text in t.expected().items() if text} for t in document.tables
    }
    for form in FORMS:
        monkeypatch.setattr(reading, "find_form", lambda *_, form=form: Form(form, "指定"))
        found = document.read()
        assert {code: values(table(found, code)) for code in expected} == expected, form
        assert {table(found, code).read_status for code in expected} == {"confirmed"}, form


def test_every_form_says_of_every_table_whether_it_is_required() -> None:
    for form in FORMS:
        for year in (2020, 2022, 2024, 2025):
            asked = requirements_of(form, year)
            assert {f"gk{n:02d}" for n in range(1, 11)} <= set(asked), (form, year)
            assert all(own.source_zh for own in asked.values())
            if form in ("national", "approval", "unknown"):
                assert {own.standing for own in asked.values()} == {"assumed"}


@pytest.mark.parametrize(
    ("title", "code"),
    [("财决批复01表 收入支出决算批复表", "gk01"), ("2016年度支出决算批复表", "gk03")],
)
def test_the_tables_of_an_approval_are_those_of_the_accounts(title: str, code: str) -> None:
    assert table_of_title(title) == code
    printed = [PrintedTable(code, title)]
    found = recognise_form(printed, organization=None, text="", year=2016)
    assert found.name == "approval"
    assert not any(own.is_required for own in requirements_of("approval", 2016).values())


@pytest.mark.parametrize(
    ("group", "label", "code"),
    [
        ("funds", "全年（调整）预算数", "full_year_budget"),
        ("funds", "调整预算数（A）", "full_year_budget"),
        ("funds", "执行率权重", "weight"),
        ("indicator", "指标权重", "weight"),
        ("indicator", "指标得分", "score"),
    ],
)
def test_columns_of_self_evaluations_found_in_other_provinces_are_known(
    group: str, label: str, code: str
) -> None:
    assert column_of(group, label) == code
    assert line_of("funds", "总额") == "funds_total"

"""How the site behaves: paths through it, old releases, labels for those who do not see it."""

from __future__ import annotations

import csv
import re
from datetime import UTC, datetime

import duckdb
import pytest

from dagster_project.contract.words import codes_of
from dagster_project.report import chart_library
from dagster_project.report import site as report_site
from dagster_project.report.printed_headers import printed_columns
from dagster_project.report.site import write_report
from dagster_project.runtime.settings import SEEDS_DIR
from tests.report.sample_marts import document_rows, insert, insert_document, new_database

CSS = (report_site._STATIC / "report.css").read_text(encoding="utf-8")


def test_a_finding_is_one_click_from_the_overview(site):
    [address] = site.page("index.html").xpath(
        "//table[@id='findings']//a[@class='to-finding' and contains(@href, 'fnd_1')]/@href"
    )
    url, anchor = address.split("#")
    [article] = site.page(url).xpath(f"//article[@id='{anchor}']")
    sides = [side.text_content() for side in article.xpath(".//div[@class='side']")]
    assert "7223425.30" in sides[0]
    assert "7013207.30" in sides[1]
    assert "第 5 页" in sides[0]
    assert "210,218.00 元" in article.text_content()


def test_marked_cells_name_their_findings_the_worst_first(site):
    page = site.page("documents/a-2022.html")
    [cause] = page.xpath("//td[@data-cell='7:basic']")
    assert cause.get("class") == "marked warning cause"
    [link] = cause.xpath("./a")
    assert link.get("href") == "#fnd_1"
    assert link.get("data-findings").split() == ["fnd_1", "fnd_2", "fnd_3"]
    assert link.text == "7013207.30"
    [compared] = page.xpath("//td[@data-cell='7:total']")
    assert compared.get("class") == "marked warning"


def test_terms_of_a_glossary_stand_with_their_definitions(site):
    [section] = site.page("documents/a-2022.html").xpath("//section[@id='glossary']")
    assert [term.text_content().strip() for term in section.xpath(".//dt")] == ["三公经费"]
    assert "用财政拨款安排的三项费用。" in section.xpath(".//dd")[0].text_content()
    assert "第 25 页" in section.text_content()
    assert site.page("documents/b-2022.html").xpath("//section[@id='glossary']") == []


def test_waived_finding_is_shown_and_not_counted(site):
    page = site.page("documents/a-2022.html")
    [article] = page.xpath("//article[@id='fnd_3']")
    assert "cleared" in article.get("class")
    assert "已豁免:张三" in article.text_content()
    [row] = site.page("index.html").xpath("//table[@id='documents']//tr[contains(., '甲局')]")
    assert "警告 1" in row.text_content()


def test_quarantined_document_says_why_and_shows_no_figures(site):
    page = site.page("documents/c.html")
    assert "表头不对" in page.text_content()
    assert page.xpath("//figure") == []
    assert page.xpath("//td[@data-cell]") == []


def test_what_is_not_known_is_left_blank(site):
    for path in site.pages():
        assert ">None<" not in path.read_text(encoding="utf-8"), path


def test_coverage_is_unknown_without_a_list_and_counted_with_one(site, build_site):
    [section] = site.page("index.html").xpath("//section[@id='coverage']")
    assert "未知" in section.text_content()
    assert "%" not in section.text_content()

    def fill(connection: duckdb.DuckDBPyConnection) -> None:
        expected = {"fiscal_year": 2022, "scope": "unit", "organization_name": "丙局"}
        insert(
            connection,
            "coverage",
            [
                expected | {"organization_id": "1", "coverage_status": "published"},
                expected | {"organization_id": "2", "coverage_status": "missing"},
            ],
        )

    [section] = build_site("listed", fill).page("index.html").xpath("//section[@id='coverage']")
    text = section.text_content()
    assert "未知" not in text
    assert "已公开 1" in text
    assert "丙局" in text


def test_release_without_most_tables_still_has_a_report(tmp_path):
    with new_database(tmp_path) as connection:
        connection.execute(
            "create table marts.documents (document_id varchar, gate_status varchar)"
        )
        connection.execute("insert into marts.documents values ('a', 'open')")
    previous = tmp_path / "previous"
    (previous / "report" / "assets").mkdir(parents=True)
    write_report(tmp_path, "r", datetime(2026, 1, 1, tzinfo=UTC), previous)
    assert (tmp_path / "report" / "documents" / "a.html").is_file()


def test_same_marts_give_the_same_pages(site, build_site, tmp_path):
    def fill(connection: duckdb.DuckDBPyConnection) -> None:
        insert_document(connection, document_rows("a-2022"))

    first, second = build_site("first", fill), build_site("second", fill)
    names = [path.relative_to(first.folder) for path in sorted(first.folder.rglob("*.*"))]
    assert names == [path.relative_to(second.folder) for path in sorted(second.folder.rglob("*.*"))]
    for name in names:
        assert (first.folder / name).read_bytes() == (second.folder / name).read_bytes(), name


def test_chart_library_is_shared_between_releases(site, build_site):
    other = build_site("other", lambda connection: None)
    [mine], [theirs] = (list(s.folder.glob("assets/vega-*.js")) for s in (site, other))
    assert mine.samefile(theirs)


def test_column_that_no_layout_knows_has_its_printed_head():
    columns = printed_columns(
        "shanxi", "gk03", "standard", 2022, ["total", "odd"], heads={"odd": "其中：基建支出"}
    )
    assert [column.path for column in columns] == [("本年支出合计",), ("其中：基建支出",)]


def test_column_that_no_layout_knows_and_without_a_head_is_shown_by_its_code():
    [known, unknown] = printed_columns("shanxi", "gk03", "standard", 2022, ["odd", "total"])
    assert known.path == ("本年支出合计",)
    assert unknown.path == ("odd",)


@pytest.mark.parametrize("name", ["index.html", "documents/a-2022.html", "rules/I11.html"])
def test_tables_have_captions_and_scoped_headers(site, name):
    page = site.page(name)
    assert page.get("lang") == "zh-CN"
    for table in page.xpath("//table"):
        assert table.xpath("./caption")
        for header in table.xpath(".//th"):
            assert header.get("scope") in ("row", "col", "colgroup")
    for region in page.xpath("//div[@class='scroll']"):
        assert region.get("tabindex") == "0"
        assert region.get("aria-label")
    for field in page.xpath("//form[@class='filters']//select | //form[@class='filters']//input"):
        assert field.getparent().tag == "label"


def palettes() -> dict[str, dict[str, str]]:
    blocks = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    light, dark, printed = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", b)) for b in blocks)
    return {"light": light, "dark": light | dark, "print": light | printed}


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_texts_have_the_contrast_that_wcag_asks_for(theme):
    palette = palettes()[theme]
    pairs = [(text, on) for text in ("ink", "ink-2", "accent") for on in ("paper", "ground")]
    pairs += [(name, f"{name}-bg") for name in ("blocking", "warning", "notice", "good")]
    pairs += [("ink-2", "head")]
    for text, ground in pairs:
        lights = sorted((luminance(palette[text]), luminance(palette[ground])))
        assert (lights[1] + 0.05) / (lights[0] + 0.05) >= 4.5, (text, ground)


@pytest.mark.parametrize(
    ("column", "vocabulary"),
    [
        *(("family", "family"), ("severity", "severity"), ("basis", "basis")),
        *(("relation", "relation"), ("tolerance_kind", "tolerance")),
    ],
)
def test_every_code_of_the_catalogue_has_a_chinese_word(column, vocabulary):
    with (SEEDS_DIR / "rules" / "rule_catalog.csv").open(encoding="utf-8", newline="") as stream:
        used = {row[column] for row in csv.DictReader(stream)}
    assert used - set(codes_of(vocabulary)) == set()


def test_chart_library_is_made_once_and_every_release_has_its_own(tmp_path, monkeypatch):
    made: list[str] = []
    monkeypatch.setattr(chart_library, "KEPT_DIR", tmp_path / "kept")
    monkeypatch.setattr(chart_library, "_bundle", lambda: made.append("x") or "script")
    first, second, third = (tmp_path / name for name in ("first", "second", "third"))
    for folder in (first, second, third):
        folder.mkdir()
    name = chart_library.write_chart_library(first, None)
    (first / name).write_text("damaged", encoding="utf-8")
    for folder in (second, third):
        assert chart_library.write_chart_library(folder, None) == name
        assert (folder / name).read_text(encoding="utf-8") == "script"
    assert made == ["x"]

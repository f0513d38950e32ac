"""Published forms: the invented figures add up, and what the readers do right with them holds.

``HOLDS`` is what is asserted. What does not hold yet is not expected to fail here: it stands in the
table of ``python -m tests.published_forms.measure``. Whoever mends a kind adds its pairs.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.published_forms.defects import Case, cases
from tests.published_forms.measure import judge, read_papers, table_lines
from tests.published_forms.paper import Paper, compose, form_names
from tests.published_forms.printers import PRINTERS, write

HOLDS: dict[str, list[str]] = {
    "xlsx": ["innermongolia-2022", "ministry-2019", "university-2023", "yunnan-2023"],
    "html": ["beijing-2023", "ministry-2023", "hubei-2021", "jiangsu-2023", "shaanxi-2020"],
    "pdf": ["central-2024"],
    "pdf_without_lines": ["central-2024", "guangdong-2021", "ministry-2014"],
    "text": ["central-2024", "jiangsu-2023", "ministry-2023", "shaanxi-2020", "yunnan-2023"],
}
CASES_THAT_HOLD: list[tuple[str, str]] = [
    ("blanks …… 空", "html"),
    ("codes 208.05.05", "html"),
]


_SCORED = tuple((form, medium) for medium, forms in HOLDS.items() for form in forms)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], object]:
    """Read what holds, and of text every form: one call per medium."""
    folder = tmp_path_factory.mktemp("published-forms")
    found = {}
    for medium, held in HOLDS.items():
        forms = form_names() if medium == "text" else held
        for result in read_papers([compose(f) for f in forms], medium, folder):
            found[result.form, medium] = result
    return found


@pytest.mark.parametrize(("form", "medium"), _SCORED)
def test_a_published_form_is_read_to_the_last_cell(form, medium, read, measured):
    result = read[form, medium]
    measured.append(table_lines([result], [medium])[2])
    assert result.score.identity_right, result.score.identity_note
    assert not result.score.wrong_confirmed
    assert not result.score.vanished
    # As text a table of words, without any figure, is named and has no cells.
    is_kept = result.score.others_read == result.score.others
    assert is_kept or medium == "text", result.score.tables_note
    assert result.score.share >= 0.995, result.score.tables_note + result.score.examples


def test_no_figure_of_a_text_is_confirmed_in_a_column_that_is_not_its_own(read):
    results = [read[form, "text"] for form in form_names()]
    wrong = {r.form: r.score.examples for r in results if r.score.wrong_confirmed}
    assert not wrong
    assert all(r.score.identity_right for r in results)
    assert all(r.score.right for r in results)


@pytest.mark.parametrize(
    "case", [c for c in cases() if (c.name, c.medium) in CASES_THAT_HOLD], ids=lambda c: c.name
)
def test_a_planted_defect_comes_out_right(case: Case, tmp_path: Path):
    assert judge(case, tmp_path) is None


def _sums(paper: Paper, code: str) -> dict[str, tuple[Decimal, Decimal]]:
    """Return, for each column of a table by account, its total and the sum of its items."""
    found: dict[str, tuple[Decimal, Decimal]] = {}
    for cell in paper.table(code).cells():
        if cell.key is None or not cell.key[2]:
            continue
        _, row, column = cell.key
        total, items = found.get(column, (Decimal(0), Decimal(0)))
        if row == "total":
            total = cell.value
        elif row.isdigit() and len(row) == 7:
            items += cell.value
        found[column] = (total, items)
    return found


@pytest.mark.parametrize("form", form_names())
@pytest.mark.parametrize("unit", ["元", "万元"])
def test_the_invented_figures_add_up(form, unit):
    paper = compose(form, unit=unit)
    figures = {k: v for t in paper.tables for k, v in t.figures().items() if t.code != "other"}
    for code in {t.code for t in paper.tables} & {"gk02", "gk03", "gk05", "gk08", "gk09"}:
        for column, (total, items) in _sums(paper, code).items():
            assert total == items, (code, column)
    gk01 = {k[1:]: v for k, v in figures.items() if k[0] == "gk01"}
    assert gk01["grand_total", "income_amount"] == gk01["grand_total", "expenditure_amount"]
    spent = sum(v for (row, _), v in gk01.items() if row.isdigit())
    assert spent == gk01["expenditure_total", "expenditure_amount"]
    assert figures["gk03", "total", "total"] == gk01["expenditure_total", "expenditure_amount"]
    assert figures["gk02", "total", "total"] == gk01["income_total", "income_amount"]
    if any(t.code == "gk06" for t in paper.tables):
        table = paper.table("gk06")
        items = [
            c.value
            for c in table.cells()
            if c.key and c.key[2] == "basic" and c.key[1].isdigit() and len(c.key[1]) == 5
        ]
        assert sum(items) == figures["gk05", "total", "basic"]


def test_figures_keep_to_the_last_digit_of_their_unit():
    for form in form_names():
        for table in compose(form).tables:
            step = Decimal(100) if table.unit == "万元" else Decimal("0.01")
            assert all(c.value % step == 0 for c in table.cells() if c.kind == "money"), form


@pytest.mark.parametrize("medium", PRINTERS)
def test_forms_are_printed_in_every_medium(medium, tmp_path):
    is_fast = medium in ("html", "text")
    for form in form_names() if is_fast else ["ministry-2014", "university-2023"]:
        assert write(compose(form), medium, tmp_path / form).stat().st_size > 4000


def test_there_are_forms_and_defects_enough():
    assert len(form_names()) >= 8
    found = cases()
    assert len({c.name for c in found}) >= 20
    assert {c.point for c in found} >= {1, 4, 6}
    names = [(c.name, c.medium) for c in found]
    assert len(set(names)) == len(names)
    held = set(CASES_THAT_HOLD)
    assert held <= set(names), "a case that is to hold is no case any more"

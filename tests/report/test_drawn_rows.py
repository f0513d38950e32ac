"""Rows of printed tables as HTML: every text as printed, every mark where it belongs."""

from __future__ import annotations

import pytest
from lxml import html

from dagster_project.contract.words import word
from dagster_project.report.cell_marks import Mark
from dagster_project.report.drawn_rows import draw_rows, draw_unchecked
from dagster_project.report.pages import rule_url
from dagster_project.report.table_shapes import Block, Cell, Side, SideRow
from tests.report.sample_site import HOSTILE

_TEXTS = ["", "1,234.50", "－3.00", HOSTILE, "<b>&amp;\"'</b>"]


def _cell(text: str, **fields: object) -> Cell:
    told = {"state": "value", "is_text": False, "is_confirmed": True, "mark": None, "anchor": None}
    return Cell(text=text, column_code="total", **(told | fields))


def _row(*cells: Cell | None, role: str = "line", label: str = "", code: str = "") -> SideRow:
    return SideRow(7, role, 1, code, label, "12", list(cells))


def _draw(*rows: list[SideRow | None], **fields: bool) -> list[html.HtmlElement]:
    told = {"has_code": False, "has_label": False, "has_line_no": False} | fields
    sides = [Side(None, [], [], **told) for _ in rows[0]]
    drawn = draw_rows(Block("", sides, list(rows)))
    assert drawn.count("\n") == len(rows)
    return html.fromstring(f"<table>{drawn}</table>").xpath("//tr")


@pytest.mark.parametrize("text", _TEXTS)
def test_what_is_printed_is_never_altered_and_never_markup(text):
    drawn = [_cell(text), _cell(text, is_text=True), _cell(text, is_confirmed=False)]
    leading = {"has_code": True, "has_label": True, "has_line_no": True}
    [row] = _draw([_row(*drawn, label=text, code=text)], **leading)
    assert [cell.text_content() for cell in row] == [text, text, "12", text, text, text]
    assert [len(cell) for cell in row] == [0] * 6
    assert [cell.get("class") for cell in row[3:]] == [None, "text", "value unconfirmed"]
    assert {cell.get("data-cell") for cell in row[3:]} == {"7:total"}


def test_a_mark_leads_to_its_findings():
    two = Mark("warning", ["f-1", HOSTILE], is_cause=True)
    [row] = _draw([_row(_cell(HOSTILE, mark=two, anchor="c-gk01-7-total"))])
    [cell] = row
    assert (cell.get("id"), cell.get("class")) == ("c-gk01-7-total", "marked warning cause")
    [link] = cell
    assert link.text == HOSTILE
    assert link.get("href") == "#f-1"
    assert link.get("aria-label").startswith(f"{HOSTILE},")
    first, second = link.get("data-findings").split()
    # An anchor is a plain name, whatever a finding is called.
    assert first == "f-1"
    assert second.replace("-", "").isalnum()


def test_blank_and_absent_cells_and_total_rows_are_told_apart():
    total = _row(_cell("", state="blank"), None, role="total")
    rows = _draw([total, None], [_row(None), total])
    assert [row.get("class") for row in rows] == ["total", None]
    assert [cell.get("class") for cell in rows[0]] == ["blank", "np", "np"]
    assert rows[0][2].get("colspan") == "0"


def test_what_waits_for_one_thing_is_one_row():
    def waiting(rule: str, reason: str, checks: int, *subjects: str) -> dict[str, object]:
        return {"rule_id": rule, "reason_code": reason, "checks": checks, "subjects": subjects}

    drawn = draw_unchecked(
        [
            waiting("N01", "narrative_not_read", 1, ""),
            waiting("N02", "narrative_not_read", 1, HOSTILE),
            waiting("I08", "code_not_listed", 5, "一", "二"),
        ],
        "../",
    )
    rows = html.fromstring(f"<table>{drawn}</table>").xpath("//tr")
    assert [[cell.text_content() for cell in row] for row in rows] == [
        [word("narrative_not_read", "reason"), "2", f"N01 · N02 {HOSTILE}"],
        [word("code_not_listed", "reason"), "5", "I08 一；二 等"],
    ]
    links = [link.get("href") for row in rows for link in row.iter("a")]
    assert links == [f"../{rule_url(rule)}" for rule in ("N01", "N02", "I08")]

"""Running text in cells: read as text wherever it stands, and nothing of a table with it."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
import pytest

from dagster_project.reading.batch.tasks import read_paths
from dagster_project.reading.decoders.docx import decode_docx
from dagster_project.reading.decoders.html import decode_html
from dagster_project.reading.decoders.xlsx import decode_xlsx
from dagster_project.reading.model.grid import DecodedDocument
from dagster_project.reading.tables.prose import take_prose
from tests.reading.grids.builders import GK05, saved, workbook
from tests.reading.grids.test_decoders import ROWS

TITLE = "云山市测试局2024年度部门决算公开说明"
TEXT = [
    "第三部分 2024年度部门决算情况说明",
    "一、收入支出决算总体情况说明",
    "2024年度收、支总计120.50万元，比上年增加10.00万元，增长9.05%。",
    "二、收入决算情况说明",
    "2024年度本年收入合计110.00万元，其中：财政拨款收入100.00万元，占90.91%。",
]
TABLE = [list(map(str, row)) for row in ROWS]


def _sheets(*sheets: tuple[str, Sequence[Sequence[object]]]) -> DecodedDocument:
    return take_prose(decode_xlsx(saved(workbook(sheets))))


def _lines(decoded: DecodedDocument) -> list[str]:
    return [line.text for line in decoded.lines()]


def _heights(decoded: DecodedDocument) -> list[int]:
    return [len(grid.rows) for grid in decoded.grids()]


def test_a_sheet_of_text_is_read_as_text_a_paragraph_a_row() -> None:
    found = _sheets(("说明", [[text] for text in (TITLE, *TEXT)]), (GK05, TABLE))
    assert _lines(found) == [TITLE, *TEXT]
    assert _heights(found) == [len(TABLE)]


def test_a_text_may_stand_in_one_cell_or_beside_its_numbers() -> None:
    assert _lines(_sheets(("说明", [["\n".join([TITLE, *TEXT])]]))) == [TITLE, *TEXT]
    numbered = [["一、", TEXT[2]], ["二、", TEXT[4]]]
    assert _lines(_sheets(("说明", numbered))) == ["一、" + TEXT[2], "二、" + TEXT[4]]


def test_text_above_and_below_a_table_of_one_sheet_is_text_and_the_title_stays() -> None:
    head = [[GK05], ["公开05表"], ["部门：云山市测试局", "", "单位：万元"]]
    for before, behind in ((TEXT, []), ([], TEXT), (TEXT, TEXT)):
        rows = [*([text] for text in before), *head, *TABLE, [], *([text] for text in behind)]
        found = _sheets(("Sheet1", rows))
        assert _lines(found) == [*before, *behind]
        [grid] = found.grids()
        assert grid.rows[0][0].text == GK05


@pytest.mark.parametrize(
    "note",
    [
        "注：本表反映部门本年度一般公共预算财政拨款支出情况，共100.00万元。",
        "说明：本部门2024年度没有政府性基金收入，也没有使用政府性基金安排的支出，故本表为空。",
        "本表以“万元”为金额单位（保留两位小数），因四舍五入可能存在尾差0.01万元。",
    ],
)
def test_a_note_below_a_table_stays_with_it(note: str) -> None:
    found = _sheets((GK05, [[GK05], *TABLE, [note]]))
    assert _lines(found) == []
    assert _heights(found) == [len(TABLE) + 2]


def test_labels_without_amounts_are_rows_of_their_table() -> None:
    rows = [*TABLE, ["一、一般公共服务支出"], ["二、外交支出"], ["合计", "", "1.00"]]
    assert _lines(_sheets((GK05, rows))) == []
    empty = [["国有资本经营预算财政拨款支出决算表"], ["公开08表"], ["我单位2024年度无此项支出。"]]
    assert _lines(_sheets(("表8", empty))) == []


def test_a_page_laid_out_by_a_table_is_read_as_text() -> None:
    text = "".join(f"<p>{line}</p>" for line in [TITLE, *TEXT])
    figures = (
        "<table><tr><td>科目</td><td>金额</td></tr><tr><td>合计</td><td>1.00</td></tr></table>"
    )
    alone = f"<html><body><table><tr><td>{text}</td></tr></table>{figures}</body></html>"
    found = decode_html(alone.encode())
    assert (_lines(found), len(list(found.grids()))) == ([TITLE, *TEXT], 1)
    longer = text + "".join(f"<p>{line}</p>" for line in TEXT * 3)
    beside = f"<table><tr><td><p>首页</p><p>机构</p></td><td>{longer}</td></tr></table>"
    found = decode_html(f"<html><body>{beside}{figures}</body></html>".encode())
    assert _lines(found)[:4] == ["首页", "机构", TITLE, TEXT[0]]
    assert len(list(found.grids())) == 1


def test_a_form_with_sentences_in_its_cells_stays_a_table() -> None:
    aims = "".join(
        f"<p>目标{n}：完成巡查{n}0次，支出{n}0万元，达到年度目标要求。</p>" for n in range(1, 4)
    )
    form = f"<table><tr><td>年度总体目标</td><td>{aims}</td></tr></table>"
    assert len(list(decode_html(f"<html><body>{form}</body></html>".encode()).grids())) == 1


def test_a_frame_around_paragraphs_in_a_text_document_is_text() -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = TITLE
    for text in TEXT:
        cell.add_paragraph(text)
    box = io.BytesIO()
    document.save(box)
    found = decode_docx(box.getvalue())
    assert (_lines(found), list(found.grids())) == ([TITLE, *TEXT], [])


def test_what_a_sheet_tells_comes_out_as_claims(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "a.xlsx"
    path.write_bytes(saved(workbook([("说明", [[t] for t in (TITLE, *TEXT)]), (GK05, TABLE)])))
    reading = read_paths([path])
    assert reading.document.refusal is None
    assert {row["value_numeric"] for row in reading.narrative.claims} >= {"120.50", "110.00"}
    assert reading.document.coverage.text_figures == reading.document.coverage.text_figures_read

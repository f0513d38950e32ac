"""PDFs whose fonts carry no text, or another than they draw: the picture counts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import reportlab
from reportlab.pdfbase import pdfmetrics, ttfonts

from dagster_project.reading.decoders import media
from dagster_project.reading.decoders.pdf import decode_pdf
from dagster_project.reading.model.document import ReadDocument
from dagster_project.reading.model.source import SourceFile
from dagster_project.reading.reader import read_document
from tests.printing import drawing
from tests.printing.drawing import Drawing, Table
from tests.reading.grids.builders import COVER, GK05, table, values

DOCUMENTS = Path(__file__).parents[4] / "shared" / "documents"
FONT = "Vera"
pdfmetrics.registerFont(
    ttfonts.TTFont(FONT, str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"))
)
ROWS: Sequence[Sequence[str]] = [
    ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"],
    ["合计", "", "1,686.80", "1,600.00", "86.80"],
    ["208", "社会保障和就业支出", "1,686.80", "1,600.00", "86.80"],
    ["20801", "人力资源和社会保障管理事务", "1,686.80", "1,600.00", "86.80"],
    ["2080101", "行政运行", "1,600.00", "1,600.00", ""],
    ["2080102", "一般行政管理事务", "86.80", "", "86.80"],
]
_honest = ttfonts.makeToUnicodeCMap


def _swapped(fontname: str, subset: Sequence[int]) -> str:
    """Return the text of a font with 6 for 8 and 8 for 6."""
    other = {ord("6"): ord("8"), ord("8"): ord("6")}
    return str(_honest(fontname, [other.get(code, code) for code in subset]))


def _none(fontname: str, subset: Sequence[int]) -> str:
    """Return the text of a font that only numbers its glyphs, as letters nobody wrote."""
    return str(_honest(fontname, [0xC0 + number % 0x3F for number in range(len(subset))]))


def _drawn(monkeypatch: pytest.MonkeyPatch, text_of_font: object) -> bytes:
    """Return a disclosure of one table, its figures in a font with this text."""
    monkeypatch.setattr(drawing, "LATIN", FONT)
    monkeypatch.setattr(ttfonts, "makeToUnicodeCMap", text_of_font)
    page = Drawing()
    page.text(150, 60, COVER, 16)
    page.next_page()
    page.text(180, 60, GK05, 16)
    page.text(460, 90, "单位：万元")
    page.table(Table(ROWS, left=30, top=110, widths=(70, 190, 95, 90, 90)))
    return page.bytes()


def _read(content: bytes) -> ReadDocument:
    (found,) = read_document([SourceFile("a.pdf", content, "0" * 64, "application/pdf")])
    return found


def _expected() -> dict[tuple[str, str], str]:
    return {
        (row[0].replace("合计", "total"), column): text
        for row in ROWS[1:]
        for column, text in zip(("total", "basic", "project"), row[2:], strict=True)
        if text
    }


def test_a_font_that_says_what_it_draws_is_read_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    content = _drawn(monkeypatch, _honest)
    assert decode_pdf(content).pages_without_text == []
    assert values(table(_read(content), "gk05")) == _expected()


def test_without_ocr_nothing_of_a_false_text_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    content = _drawn(monkeypatch, _swapped)
    monkeypatch.setattr(media, "_OCR_MODULES", ("no_such_module",))
    assert [p.content for p in decode_pdf(content).pages_without_text] == ["false_text"]
    refusal = _read(content).refusal
    assert refusal is not None
    assert refusal.reason_code == "ocr_missing"


@pytest.mark.parametrize("text_of_font", [_swapped, _none])
def test_figures_are_those_that_are_drawn(
    text_of_font: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = _drawn(monkeypatch, text_of_font)
    decoded = decode_pdf(content)
    assert [(p.page, p.content) for p in decoded.pages_without_text] == [(2, "false_text")]
    assert any("第 2 页" in note and "按图像识别" in note for note in decoded.notes)
    assert values(table(_read(content), "gk05")) == _expected()


@pytest.mark.parametrize("name", ["putuo-finance-2024", "putuo-socialwork-2024", "swu-2024"])
def test_no_true_page_is_taken_for_a_false_one(name: str) -> None:
    path = DOCUMENTS / f"{name}.pdf"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    decoded = decode_pdf(path.read_bytes())
    assert [p for p in decoded.pages_without_text if p.content == "false_text"] == []

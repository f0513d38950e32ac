"""Pages that OCR cannot read: their tables are doubted or not read, never missing or complete."""

from __future__ import annotations

import numpy as np
import pytest

from dagster_project.reading.decoders.image import decode
from dagster_project.reading.decoders.image.decode import add_scanned_pages
from dagster_project.reading.decoders.image.images import PageImage
from dagster_project.reading.decoders.image.series import join_page_images
from dagster_project.reading.decoders.pdf import decode_pdf
from dagster_project.reading.interpret import interpret
from dagster_project.reading.model.cells import CONFIRMED, NOT_READ, UNCONFIRMED, ReadTable
from dagster_project.reading.model.grid import BY_OCR, DecodedDocument, Grid, GridCell, TextLine
from dagster_project.reading.trust.unclaimed import unclaimed_pages
from dagster_project.reading.trust.unread_pages import doubt_unread_pages
from tests.printing.scan import DPI, as_file, render
from tests.reading.grids.builders import FUNCTIONAL_HEAD, GK05, UNIT, grid
from tests.reading.ocr.invented import draw, page_with_picture

Item = Grid | TextLine


def table(code: str, first: int | None, last: int | None, presence: str = "data") -> ReadTable:
    return ReadTable(code, presence=presence, page_first=first, page_last=last)


def test_a_table_that_may_go_on_on_an_unread_page_is_doubted() -> None:
    around, before, after = table("gk02", 5, 7), table("gk01", 4, 5), table("gk03", 7, 8)
    doubt_unread_pages([around, before, after], {6: "第 6 页图像没有读"})
    assert [t.read_status for t in (around, before, after)] == [UNCONFIRMED, UNCONFIRMED, CONFIRMED]
    assert around.reading_notes == ["第 6 页图像没有读，本表可能缺行"]


def test_a_table_found_nowhere_is_not_read_where_a_page_was_not_read() -> None:
    lost, never = table("gk05", None, None, "missing"), table("gk10", None, None, "not_required")
    doubt_unread_pages([lost, never], {6: "第 6 页图像没有读"})
    assert (lost.presence, lost.read_status) == ("data", NOT_READ)
    assert lost.reading_notes == ["第 6 页图像没有读，本表可能在该页"]
    assert never.presence == "not_required"


def test_without_unread_pages_a_missing_table_stays_missing() -> None:
    lost = table("gk05", None, None, "missing")
    doubt_unread_pages([lost], {})
    assert (lost.presence, lost.reading_notes) == ("missing", [])


def items_of(monkeypatch: pytest.MonkeyPatch, items: list[Item]) -> dict[int, str]:
    """Return the unread pages of a scan in which OCR sees these items."""
    monkeypatch.setattr(decode, "read_page_image", lambda image, **_: items)
    white = np.full((900, 700), 255, dtype=np.uint8)
    return decode.decode_image(as_file([white], "PNG")).unread_pages


def line(text: str) -> TextLine:
    return TextLine(text, "p1", 1, (0.0, 0.0, 10.0, 10.0))


def test_a_title_with_its_unit_and_no_rulings_is_an_unread_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    title, unit = line("收入支出决算总表"), line("单位：万元")
    assert items_of(monkeypatch, [title, unit]) == {1: "第 1 页图像有表名而没有找到表格线"}
    assert items_of(monkeypatch, [title]) == {}
    grid = Grid([[GridCell("项目", "p1", 1)]], "p1", 1)
    assert items_of(monkeypatch, [title, unit, grid]) == {}


def test_a_table_of_ink_that_nobody_can_read_is_an_unread_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    blot = GridCell("", "p1", 1, confidence=0.0)
    others = [GridCell("项目", "p1", 1), GridCell("", "p1", 1)]
    assert list(items_of(monkeypatch, [Grid([[blot, *others]], "p1", 1)])) == []
    assert list(items_of(monkeypatch, [Grid([[blot, GridCell("", "p2", 1)]], "p1", 1)])) == [1]


def test_a_scanned_page_that_takes_too_long_leaves_its_tables_unread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(decode, "PAGE_SECONDS", 0.0)
    content = as_file([render(draw())], "PDF")
    unread = add_scanned_pages(content, decode_pdf(content)).unread_pages
    assert list(unread) == [1]
    assert "没有读" in unread[1]


def test_a_picture_without_a_table_beside_text_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(image: PageImage, **_: object) -> list[Item]:
        raise AssertionError(image.page)

    monkeypatch.setattr(decode, "read_page_image", fail)
    shades = np.tile(np.linspace(90, 255, 900, dtype=np.uint8), (700, 1))
    content = page_with_picture(shades)
    decoded = decode_pdf(content)
    assert [page.content for page in decoded.pages_without_text] == ["image_beside_text"]
    assert add_scanned_pages(content, decoded).items == decoded.items


def test_a_table_in_a_picture_beside_text_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def look(image: PageImage, **_: object) -> list[Item]:
        seen.append(image.page)
        return [Grid([[GridCell("合计", "p1", 1, (0.0, 500.0, 50.0, 520.0))]], "p1", 1)]

    monkeypatch.setattr(decode, "read_page_image", look)
    content = page_with_picture(render(draw(), DPI)[200:900])
    decoded = add_scanned_pages(content, decode_pdf(content))
    assert seen == [1]
    assert len(list(decoded.grids())) == 1


def test_a_scanned_grid_that_no_table_claims_is_an_unread_page() -> None:
    def grid(page: int, is_from_pixels: bool, columns: int = 3) -> Grid:
        rows = [[GridCell(f"{n}.{m}0", "", page) for m in range(columns)] for n in range(3)]
        return Grid(rows, f"p{page}", page, is_from_pixels=is_from_pixels)

    decoded = DecodedDocument([grid(1, True), grid(2, True), grid(3, False), grid(4, True, 1)])
    read = ReadTable("gk01", presence="data", source_locator="p1")
    assert unclaimed_pages(decoded, [read]) == {2: "第 2 页图像中的表没有认出是哪一张"}


def test_a_cover_in_a_frame_that_ocr_read_is_unconfirmed() -> None:
    """A rule about years and names must not accuse by it."""
    text = "云山市测试局2024年度部门决算"
    cover = Grid([[GridCell(text, "p1", 1, is_from_pixels=True)]], "p1", 1, is_from_pixels=True)
    figures = grid([*FUNCTIONAL_HEAD, ["201", "一般公共服务支出", "3.00", "1.00", "2.00"]], "p2", 2)
    found = interpret(DecodedDocument([cover, line(GK05), line(UNIT), figures]))
    assert found.refusal is None
    assert [(h.text, h.read_status) for h in found.headings if h.kind == "cover"] == [
        (text, UNCONFIRMED)
    ]


def test_pages_of_several_images_are_numbered_on() -> None:
    first = DecodedDocument([line("封面")], 1, [], {1: "第 1 页图像没有读"})
    cell = GridCell("合计", f"p1{BY_OCR}", 1, column_span=2, place=(0, 0))
    second = DecodedDocument(
        [Grid([[cell, cell]], f"p1{BY_OCR}", 1)], 1, [], {1: "第 1 页图像没有读"}
    )
    joined = join_page_images([first, second])
    assert joined.page_count == 2
    assert joined.unread_pages == {1: "第 1 页图像没有读", 2: "第 2 页图像没有读"}
    (grid,) = joined.grids()
    assert (grid.page, grid.locator) == (2, f"p2{BY_OCR}")
    left, right = grid.rows[0]
    assert left == right
    assert (left.page, left.locator) == (2, f"p2{BY_OCR}")
    assert [text.page for text in joined.lines()] == [1]

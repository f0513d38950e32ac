"""What a PDF does not embed is read with the fonts of the lock: the same on every machine."""

from __future__ import annotations

import ctypes
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest

from dagster_project.reading.decoders.pdf.fonts import FONTS_DIR, use_locked_fonts
from dagster_project.reading.decoders.pdf.opening import open_page, open_pdf
from tests.printing.drawing import A4, Drawing, Table
from tests.printing.scan import render
from tests.reading.font_places import read_elsewhere, read_here, why_not
from tests.reading.ocr.invented import ROWS, draw

# As producers name them who do not embed: the national print shops' fonts, and Windows'.
NAMES = ("STSong-Light", "SimSun", "SimHei", "FangSong_GB2312", "KaiTi", "SimSun,Bold")
SERIF, SANS = 6, 4
TITLE = "一般公共预算财政拨款支出决算表"


def page_without_font(name: str, flags: int) -> bytes:
    """Return a page that writes 决算 in a font that it only names; reportlab knows few names."""
    descriptor = (
        f"<</Type/FontDescriptor/FontName/{name}/Flags {flags}/ItalicAngle 0/StemV 93"
        "/FontBBox[0 0 0 0]>>"
    )
    descendant = (
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/DW 1000/FontDescriptor {descriptor}"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>"
    )
    font = (
        f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/UniGB-UCS2-H"
        f"/DescendantFonts[{descendant}]>>"
    )
    content = "BT /F 12 Tf 100 700 Td <51b37b97> Tj ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        f"/Resources<</Font<</F {font}>>>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
    )
    written, places = "%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj{text}endobj\n"
    start = len(written)
    written += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    written += "".join(f"{place:010d} 00000 n \n" for place in places)
    written += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF"
    return written.encode("latin-1")


def font_used(content: bytes) -> bytes:
    """Return the font file with which pdfium draws the first text of a document."""
    with open_pdf(content) as document, open_page(document, 1) as page:
        text = next(o for o in page.get_objects() if o.type == raw.FPDF_PAGEOBJ_TEXT)
        font, size = raw.FPDFTextObj_GetFont(text.raw), ctypes.c_size_t()
        assert raw.FPDFFont_GetFontData(font, None, 0, size)
        data = (ctypes.c_uint8 * size.value)()
        assert raw.FPDFFont_GetFontData(font, data, size.value, size)
    return bytes(data)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("flags", "style"), [(SERIF, "Serif"), (SANS, "Sans")])
def test_a_font_that_is_not_embedded_is_one_of_the_lock(name: str, flags: int, style: str) -> None:
    expected = (FONTS_DIR / f"Noto{style}SC-Regular.otf").read_bytes()
    assert font_used(page_without_font(name, flags)) == expected


def test_the_fonts_are_not_changed_under_an_open_document() -> None:
    document = pdfium.PdfDocument(draw())
    try:
        with pytest.raises(RuntimeError, match="open"):
            use_locked_fonts()
    finally:
        document.close()


def turned(turn: int) -> bytes:
    """Return the table of expenditure on a page that is shown turned: its text stands sideways."""
    width, height = A4
    drawing = Drawing()
    drawing.canvas.setPageRotation(turn)
    drawing.canvas.translate(*{90: (height, 0), 270: (0, width)}[turn])
    drawing.canvas.rotate(turn)
    drawing.text(200, 80, TITLE, 14)
    drawing.text(60, 105, "部门：云山市测试局  2024年度  单位：万元")
    header = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")
    drawing.table(Table([header, *ROWS], widths=(70.0, 150.0, 90.0, 90.0, 90.0), top=115.0))
    return drawing.bytes()


def many_fonts() -> bytes:
    """Return a page in fonts that every PDF reader has to have, beside a Chinese one."""
    drawing = Drawing()
    drawing.text(200, 60, TITLE, 14)
    for number, font in enumerate(("Helvetica", "Times-Bold", "Courier", "Symbol")):
        drawing.canvas.setFont(font, 10)
        drawing.canvas.drawString(60, 700 - 20 * number, "208.05 (2,961.68)")
    return drawing.bytes()


@pytest.mark.slow
@pytest.mark.skipif(why_not() is not None, reason=str(why_not()))
def test_extracts_and_pictures_do_not_depend_on_the_fonts_of_the_machine(tmp_path: Path) -> None:
    drawn = {
        "upright": draw(),
        "left": turned(90),
        "right": turned(270),
        "fonts": many_fonts(),
        **{name: page_without_font(name, SERIF) for name in ("SimSun", "KaiTi")},
    }
    files = []
    for name, content in drawn.items():
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(content)
    # Where the pixels of a page are the same, so is what OCR reads in it.
    fonts, expected = read_elsewhere(None, files, tmp_path / "none")
    assert fonts == [], "the fonts of the machine were not hidden"
    assert {name.partition(":")[0] for name in expected} == {file.name for file in files}
    installed, with_chinese = read_elsewhere(FONTS_DIR, files, tmp_path / "chinese")
    assert any(name.endswith(".otf") for name in installed)
    assert with_chinese == expected
    _, with_its_own = read_here(files, tmp_path / "own")
    assert with_its_own == expected


def test_text_that_stands_sideways_is_read() -> None:
    # Without a Chinese font pdfium measures it as nothing, and drops it.
    with open_pdf(turned(90)) as document, open_page(document, 1) as page:
        text = page.get_textpage().get_text_range()
    assert TITLE in text
    assert all(name in text for _, name, *_ in ROWS)


def test_chinese_characters_are_drawn_apart() -> None:
    pages = []
    for character in ("决", "算"):
        drawing = Drawing()
        drawing.text(100, 100, character, 40)
        pages.append(render(drawing.bytes(), 72))
    assert all(page.min() < 128 for page in pages)
    assert (pages[0] != pages[1]).any()

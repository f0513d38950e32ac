"""An installation without the group ``ocr``: a scan is refused in words, what is text is read."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from dagster_project.reading.decoders.media import _OCR_MODULES
from dagster_project.reading.folder.extract_folder import NarrativeRows
from dagster_project.reading.folder.raw_place import RawPlace
from dagster_project.reading.folder.resume import find_extracted
from dagster_project.reading.model.cells import CONFIRMED, UNCONFIRMED
from dagster_project.reading.model.source import SourceFile
from dagster_project.reading.reader import read_document
from tests.printing.drawing import Drawing, Table
from tests.printing.scan import as_file, render
from tests.reading.ocr.invented import HEADER, ROWS, draw

REMEDY = "本安装没有图像识别部件；请运行 make setup-ocr，再重新提取（或重新放入收件箱）"


def disclosed() -> bytes:
    """Return one page with a table of a department and a year, as a PDF with a text layer."""
    page = Drawing()
    page.text(180, 60, "2024年度一般公共预算财政拨款支出决算表", 14)
    page.text(60, 105, "部门：上海市普陀区财政局")
    page.text(440, 105, "单位：万元")
    page.table(Table([HEADER, *ROWS], widths=(70.0, 150.0, 90.0, 90.0, 90.0), top=115.0))
    return page.bytes()


def source(content: bytes, name: str = "scan") -> SourceFile:
    return SourceFile(name, content, "0" * 64, "application/octet-stream")


def bound(*documents: bytes) -> bytes:
    """Return the pages of several PDFs as one."""
    whole = pdfium.PdfDocument.new()
    for document in documents:
        whole.import_pages(pdfium.PdfDocument(document))
    buffer = io.BytesIO()
    whole.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def _without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)


@pytest.mark.usefixtures("_without_ocr")
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "PDF"])
def test_a_scan_is_refused_with_the_command_that_mends_it(kind: str) -> None:
    refusal = read_document([source(as_file([render(draw())], kind))])[0].refusal
    assert refusal is not None
    assert refusal.reason_code == "ocr_missing"
    assert refusal.reason_zh.endswith(f"是图像，{REMEDY}")


@pytest.mark.usefixtures("_without_ocr")
def test_a_scanned_page_after_a_table_of_text_doubts_it_and_is_named() -> None:
    scan = as_file([render(draw())], "PDF")
    (table,) = [t for t in read_document([source(bound(disclosed(), scan))])[0].tables if t.cells]
    assert table.read_status == UNCONFIRMED
    assert f"第 2 页是图像，{REMEDY}，本表可能缺行" in table.reading_notes
    (alone,) = [t for t in read_document([source(disclosed())])[0].tables if t.cells]
    assert alone.read_status == CONFIRMED


@pytest.mark.usefixtures("_without_ocr")
def test_what_was_read_without_ocr_is_read_again_with_it_and_never_the_reverse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [source(as_file([render(draw())], "PNG"))]

    def store() -> None:
        RawPlace(tmp_path).store(read_document(files)[0], NarrativeRows(), files[0].sha256)

    def known() -> list[object]:
        found = find_extracted(tmp_path, keep_text=True).values()
        return [one.document["reason_code"] for one in found]

    store()
    assert known() == ["ocr_missing"]
    monkeypatch.undo()
    assert known() == []
    store()
    with_ocr = known()
    assert with_ocr not in ([], ["ocr_missing"])
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    assert known() == with_ocr


_READ = """
import json, sys
from pathlib import Path
sys.modules |= dict.fromkeys(json.loads(sys.argv[1]))
from dagster_project.reading.batch.tasks import read_paths
for path in sys.argv[2:]:
    document = read_paths([Path(path)]).document
    print(json.dumps([document.refusal and document.refusal.reason_code,
                      sum(len(table.cells) for table in document.tables)]))
"""


@pytest.mark.slow
def test_no_module_of_the_group_is_needed_where_nothing_is_a_picture(tmp_path: Path) -> None:
    text, scan = tmp_path / "text.pdf", tmp_path / "scan.png"
    text.write_bytes(disclosed())
    scan.write_bytes(as_file([render(draw())], "PNG"))
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", _READ, json.dumps(_OCR_MODULES), str(text), str(scan)],
        capture_output=True,
        text=True,
        check=True,
    )
    (as_text, cells), as_picture = map(json.loads, done.stdout.splitlines())
    assert (as_text, cells > 0) == (None, True)
    assert as_picture == ["ocr_missing", 0]

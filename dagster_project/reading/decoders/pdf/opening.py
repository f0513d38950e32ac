"""Opening a PDF: what cannot be read is refused here, with one plain sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from dagster_project.reading.decoders.pdf.second_reading import count_pages
from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.page.limits import MAX_PAGE_SECONDS, MAX_PAGE_SIDE, MAX_PAGES
from dagster_project.reading.sandbox.worker import at_most

# Behind the trailer only a few bytes are usual (a line end, a signature's padding).
_TAIL_BYTES = 4096


def _refuse_truncated(content: bytes) -> None:
    """Refuse a file whose end is missing: what is gone with it cannot be known."""
    tail = content.rstrip(b"\x00\r\n\t ")[-_TAIL_BYTES:]
    if b"startxref" not in tail and b"%%EOF" not in tail:
        raise RefusedError("truncated", "PDF 文件不完整（缺少文件结尾），请重新下载")


def _open(content: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError as problem:
        # pdfium's last error may be that of the file before: without an error of its own it
        # refuses a document without pages. So the file itself has to speak of encryption.
        if b"/Encrypt" in content:
            if problem.err_code == raw.FPDF_ERR_PASSWORD:
                raise RefusedError("encrypted", "PDF 有打开密码，读不了") from None
            if problem.err_code == raw.FPDF_ERR_SECURITY:
                raise RefusedError("encrypted", "PDF 的加密方式不受支持，读不了") from None
        if count_pages(content) == 0:
            raise RefusedError("no_pages", "PDF 中一页也没有") from None
        raise RefusedError("damaged", "PDF 文件已损坏，打不开") from None


@contextmanager
def open_pdf(content: bytes) -> Iterator[pdfium.PdfDocument]:
    """Open a PDF for reading its pages. Raises RefusedError where it cannot be read."""
    if b"%PDF" not in content[:1024]:
        raise RefusedError("not_pdf", "这不是 PDF 文件")
    _refuse_truncated(content)
    document = _open(content)
    try:
        pages = len(document)
        if pages == 0:
            raise RefusedError("no_pages", "PDF 中一页也没有")
        if pages > MAX_PAGES:
            raise RefusedError(
                "too_many_pages", f"PDF 有 {pages} 页，超过 {MAX_PAGES} 页，不是一份决算公开"
            )
        yield document
    finally:
        document.close()


@contextmanager
def open_page(document: pdfium.PdfDocument, page_no: int) -> Iterator[pdfium.PdfPage]:
    """Load one page, from 1. Raises RefusedError where it is absurdly large."""
    try:
        with at_most(MAX_PAGE_SECONDS):
            page = document[page_no - 1]
    except pdfium.PdfiumError:
        raise RefusedError("damaged", f"PDF 第 {page_no} 页已损坏，读不了") from None
    try:
        width, height = page.get_size()
        if not (0 < width <= MAX_PAGE_SIDE and 0 < height <= MAX_PAGE_SIDE):
            raise RefusedError(
                "page_too_large", f"PDF 第 {page_no} 页的尺寸是 {width:.0f}×{height:.0f} 点，不合理"
            )
        yield page
    finally:
        page.close()

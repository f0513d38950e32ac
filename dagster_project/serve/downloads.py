"""What goes out: the notice, the worksheet and the PDF with notes, made when they are asked for."""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from pathlib import Path
from urllib.parse import quote, urlencode

from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from dagster_project.outgoing.annotated import annotate_pdf
from dagster_project.outgoing.notice import write_notice
from dagster_project.reading.decoders.media import PDF
from dagster_project.reading.model.source import RefusedError
from dagster_project.release.worklist import read_worklist
from dagster_project.release.worksheet import write_findings
from dagster_project.serve.asked import bench_of, book_of
from dagster_project.serve.books import Book
from dagster_project.serve.marks import MARKS_FILE, today
from dagster_project.sources.kept import KeptFile
from dagster_project.sources.shown import ShownSources

NOTICE, WORKSHEET, NOTES = "整改通知书.docx", "整改清单.xlsx", "批注.pdf"
_MEDIA_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
}


def download(request: Request) -> Response:
    """Return what goes out to a department, of one document or of all."""
    bench, book = bench_of(request), book_of(request)
    documents = bench.books.listing(book).documents
    asked = request.query_params.get("document")
    if asked is not None and asked not in documents:
        raise HTTPException(404, "没有这份文件")
    chosen = [asked] if asked is not None else sorted(documents)
    name = request.path_params["name"]
    if name == WORKSHEET:
        return make_worksheet(book, chosen, str(request.base_url))
    if name == NOTICE:
        return make_notice(book, chosen)
    if name != NOTES or asked is None:
        raise HTTPException(404, "没有这个文件")
    try:
        file = pdf_of(book.sources(documents[asked]), bench.shown)
        if file is None:
            raise HTTPException(404, "没有保存这份文件的 PDF 原件")
        return make_notes(book, asked, file, bench.shown)
    except RefusedError as refusal:
        raise HTTPException(404, refusal.reason_zh) from None


def download_marks(request: Request) -> Response:
    """Return the marks: all, or the waivers as rows of the seed."""
    marks = bench_of(request).marks
    name = request.path_params["name"]
    if name == MARKS_FILE:
        content = marks.waivers_csv(today())
    elif name == "marks.csv":
        content = marks.as_csv()
    else:
        raise HTTPException(404, "没有这个文件")
    return Response(
        ("\ufeff" if name == "marks.csv" else "") + content,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def make_notice(book: Book, document_ids: Collection[str]) -> FileResponse:
    """Return the notice to a department about its documents."""
    aside = _aside()
    write_notice(book.release, document_ids, Path(aside.name) / NOTICE)
    return _send(aside, NOTICE, document_ids)


def make_worksheet(book: Book, document_ids: Collection[str], base_url: str) -> FileResponse:
    """Return the worksheet; each of its findings leads to its page here."""

    def page_of(row: dict[str, object]) -> str:
        return f"{base_url}look/{book.key}?{urlencode({'finding': row['finding_id']})}"

    aside = _aside()
    worklist = read_worklist(book.release, document_ids)
    write_findings(Path(aside.name) / WORKSHEET, worklist, page_of)
    return _send(aside, WORKSHEET, document_ids)


def make_notes(book: Book, document_id: str, file: KeptFile, shown: ShownSources) -> FileResponse:
    """Return a PDF with its findings as notes. Raises RefusedError where it cannot be written."""
    aside = _aside()
    try:
        annotate_pdf(book.release, document_id, file, Path(aside.name) / NOTES, shown)
    except BaseException:
        aside.cleanup()
        raise
    return _send(aside, NOTES, [document_id])


def pdf_of(files: Collection[KeptFile], shown: ShownSources) -> KeptFile | None:
    """Return the PDF among the source files of a document. Raises RefusedError."""
    return next((file for file in files if shown.shape(file).medium == PDF), None)


def _aside() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="juesuan-serve-")


def _send(
    aside: tempfile.TemporaryDirectory[str], name: str, document_ids: Collection[str]
) -> FileResponse:
    whose = next(iter(document_ids)) if len(document_ids) == 1 else ""
    shown = f"{whose}-{name}" if whose else name
    return FileResponse(
        Path(aside.name) / name,
        media_type=_MEDIA_TYPES[Path(name).suffix],
        headers={"Content-Disposition": f"attachment; filename*=utf-8''{quote(shown)}"},
        background=BackgroundTask(aside.cleanup),
    )

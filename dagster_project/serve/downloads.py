"""What goes out: the notice, the worksheet and the PDF with notes, made when they are asked for."""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from pathlib import Path
from urllib.parse import quote, urlencode

from starlette.background import BackgroundTask
from starlette.responses import FileResponse

from dagster_project.outgoing.annotated import annotate_pdf
from dagster_project.outgoing.notice import write_notice
from dagster_project.reading.decoders.media import PDF
from dagster_project.release.worklist import read_worklist
from dagster_project.release.worksheet import write_findings
from dagster_project.serve.books import Book
from dagster_project.sources.kept import KeptFile
from dagster_project.sources.shown import ShownSources

NOTICE, WORKSHEET, NOTES = "整改通知书.docx", "整改清单.xlsx", "批注.pdf"
NAMES = (NOTICE, WORKSHEET, NOTES)
_MEDIA_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
}


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

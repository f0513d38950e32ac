"""From a paper to a file: one printer per medium."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.published_forms.paper import Paper
from tests.published_forms.printers import docx_file, html_file, pdf_file, text_file, xlsx_file

Printer = Callable[[Paper, Path], None]

PRINTERS: dict[str, tuple[str, Printer]] = {
    "xlsx": (".xlsx", xlsx_file.write),
    "docx": (".docx", docx_file.write),
    "html": (".html", html_file.write),
    "text": (".txt", text_file.write),
    "pdf": (".pdf", pdf_file.write),
    "pdf_without_lines": (".pdf", pdf_file.write_without_lines),
}


def write(paper: Paper, medium: str, folder: Path) -> Path:
    """Print a paper into a folder; the file is called as the paper says."""
    suffix, printer = PRINTERS[medium]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{paper.file_name}{suffix}"
    printer(paper, path)
    return path

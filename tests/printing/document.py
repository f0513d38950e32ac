"""One invented disclosure in the medium that its choices name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from dagster_project.reading.model.document import ReadDocument
from dagster_project.reading.model.source import SourceFile
from dagster_project.reading.reader import read_document
from tests.printing.choices import Choices
from tests.printing.docx import print_docx
from tests.printing.forms import Forms
from tests.printing.html import print_html
from tests.printing.pdf import Pages, print_pdf
from tests.printing.table import InventedTable
from tests.printing.xlsx import print_xlsx


@dataclass(frozen=True)
class PrintedDocument:
    """The file, whose it is, its tables, and the page of each figure where there are pages."""

    choices: Choices
    name: str
    tables: list[InventedTable]
    content: bytes
    pages: Pages

    def read(self) -> ReadDocument:
        """Return what the reader makes of the file."""
        digest = hashlib.sha256(self.content).hexdigest()
        name = f"document.{self.choices.medium}"
        return read_document([SourceFile(name, self.content, digest, "")])[0]


def print_document(choices: Choices) -> PrintedDocument:
    """Invent a disclosure and print it."""
    forms = Forms(choices)
    tables = forms.all_tables()
    if choices.medium == "pdf":
        content, pages = print_pdf(choices, forms.name, tables)
        return PrintedDocument(choices, forms.name, tables, content, pages)
    printer = {"xlsx": print_xlsx, "docx": print_docx, "html": print_html}[choices.medium]
    return PrintedDocument(choices, forms.name, tables, printer(choices, forms.name, tables), {})

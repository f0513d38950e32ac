"""One document as read, whatever its medium: what it is, its tables, its headings, its text."""

from __future__ import annotations

from dataclasses import dataclass, field

from dagster_project.form.families import Candidate as FormCandidate
from dagster_project.reading.model.cells import CONFIRMED, UNCONFIRMED, ReadTable
from dagster_project.reading.model.coverage import Coverage, UnknownTable
from dagster_project.reading.model.grid import BBox, TextLine
from dagster_project.reading.model.identity import Candidate, Organization, Scope, Stated
from dagster_project.reading.model.source import RefusedError, SourceFile

READER_VERSION = "2"


class _ReadOnce:
    """Text that is no figure of a table: no second look and no sum confirms what OCR read of it."""

    is_from_pixels: bool

    @property
    def read_status(self) -> str:
        """Whether the text is known to be what is printed."""
        return UNCONFIRMED if self.is_from_pixels else CONFIRMED


@dataclass(frozen=True)
class Heading(_ReadOnce):
    """One heading, note or statement: what it is, its text, and where it stands."""

    kind: str
    level: int
    section_code: str
    table_code: str
    text: str
    locator: str
    page: int | None
    is_from_pixels: bool = False


@dataclass(frozen=True)
class Paragraph(_ReadOnce):
    """One paragraph of the narrative, its lines joined; a heading is a paragraph of its own."""

    text: str
    page: int | None = None
    locator: str = ""
    section_code: str = ""
    bbox: BBox | None = None
    is_from_pixels: bool = False


@dataclass
class ReadDocument:
    """One document as read from its files; ``refusal`` says why where it is not to be used.

    ``lines`` are those of running text, tables left out; ``reader_name`` names the media read.
    """

    files: list[SourceFile] = field(default_factory=list)
    kind: str = "unknown"
    form: str | None = None
    form_evidence: str | None = None
    year: int | None = None
    organization: Organization | None = None
    scope: Scope = field(default_factory=lambda: Scope("unknown", ""))
    # Every year, name and form that something speaks for, the best supported first.
    years: list[Candidate] = field(default_factory=list)
    names: list[Candidate] = field(default_factory=list)
    forms: list[FormCandidate] = field(default_factory=list)
    # What calls it a draft, and the day or month of publication that is printed.
    draft_words: str = ""
    printed_on: str | None = None
    stated: Stated = field(default_factory=Stated)
    tables: list[ReadTable] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    lines: list[TextLine] = field(default_factory=list)
    unknown_tables: list[UnknownTable] = field(default_factory=list)
    coverage: Coverage = field(default_factory=Coverage)
    refusal: RefusedError | None = None
    reader_name: str = "unknown"
    reader_version: str = READER_VERSION

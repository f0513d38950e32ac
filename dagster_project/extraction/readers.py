"""One door to all readers: source files of one document in, what was read or why not out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dagster_project.extraction.cells import ReadTable
from dagster_project.extraction.grids.interpret import Interpretation, interpret
from dagster_project.extraction.grids.model import DecodedDocument, TextLine
from dagster_project.extraction.grids.placed_headings import PlacedHeading
from dagster_project.extraction.media import MEDIA_TYPES, TEXT, decoder_of, medium_of
from dagster_project.extraction.recognition import Organization, Scope
from dagster_project.extraction.source import RefusedError, SourceFile
from dagster_project.extraction.text_layer.decode import NotTextError, decode_text
from dagster_project.extraction.text_layer.headings import Heading
from dagster_project.extraction.text_layer.reader import (
    READER_NAME,
    READER_VERSION,
    TextDocument,
    read_text_document,
)

GRID_READER_VERSION = "1"


@dataclass
class ReadDocument:
    """One document as read from its files; ``refusal`` says why where it is not to be used."""

    files: list[SourceFile]
    kind: str = "unknown"
    form: str | None = None
    year: int | None = None
    organization: Organization | None = None
    scope: Scope = field(default_factory=lambda: Scope("unknown", ""))
    tables: list[ReadTable] = field(default_factory=list)
    headings: Sequence[Heading | PlacedHeading] = ()
    lines: list[TextLine] = field(default_factory=list)
    refusal: RefusedError | None = None
    reader_name: str = "unknown"
    reader_version: str = GRID_READER_VERSION


@dataclass(frozen=True)
class DecodedFile:
    """One source file with its medium and, in any medium but text, all that its decoder saw."""

    file: SourceFile
    medium: str
    decoded: DecodedDocument


def decode_file(file: SourceFile) -> DecodedFile:
    """Return what the decoder of the file's medium sees. Raises RefusedError where it cannot."""
    medium = medium_of(file.content)
    typed = replace(file, media_type=MEDIA_TYPES[medium]) if medium != "image" else file
    if medium != TEXT:
        return DecodedFile(typed, medium, decoder_of(medium)(file.content))
    try:
        text = decode_text(file.content)
    except NotTextError as problem:
        raise RefusedError("not_text", str(problem)) from None
    lines = [TextLine(line.text, f"L{line.number}", line.page) for line in text.lines]
    return DecodedFile(typed.with_encoding(text.encoding), medium, DecodedDocument(list(lines)))


def _of_text(document: TextDocument, files: Sequence[DecodedFile]) -> ReadDocument:
    return ReadDocument(
        files=[part.file for part in files],
        kind=document.kind,
        form=document.form,
        year=document.year,
        organization=document.organization,
        scope=document.scope,
        tables=document.tables,
        headings=document.headings,
        lines=[line for part in files for line in part.decoded.lines()],
        refusal=document.refusal,
        reader_name=READER_NAME,
        reader_version=READER_VERSION,
    )


def _of_grids(document: Interpretation, files: Sequence[DecodedFile]) -> ReadDocument:
    media = dict.fromkeys(part.medium for part in files if part.medium != TEXT)
    return ReadDocument(
        files=[part.file for part in files],
        kind=document.kind,
        form=document.form,
        year=document.year,
        organization=document.organization,
        scope=document.scope,
        tables=document.tables,
        headings=document.headings,
        lines=document.lines,
        refusal=document.refusal,
        reader_name="+".join(media),
    )


def join_decoded(files: Sequence[DecodedFile]) -> DecodedDocument:
    """Return several files as one document: what has grids first, running text behind it.

    Locators of a file after the first begin with its name, or L12 would be a line of either.
    """
    ordered = sorted(files, key=lambda part: not any(part.decoded.grids()))
    joined = DecodedDocument()
    texts = [part for part in ordered if any(part.decoded.lines())]
    for part in ordered:
        several = len(texts) > 1 and part is not texts[0]
        joined.items.extend(
            replace(item, locator=f"{part.file.name}:{item.locator}")
            if several and isinstance(item, TextLine)
            else item
            for item in part.decoded.items
        )
        joined.notes.extend(part.decoded.notes)
        joined.page_count = joined.page_count or part.decoded.page_count
    return joined


def read_decoded(files: Sequence[DecodedFile]) -> ReadDocument:
    """Return the document that decoded files make up, read or refused."""
    if any(part.medium != TEXT for part in files):
        names = [part.file.name for part in files]
        return _of_grids(interpret(join_decoded(files), file_names=names), files)
    documents = [(part, read_text_document([part.file])) for part in files]
    with_tables = [d for _, d in documents if d.refusal is None]
    if len(files) > 1 and len(with_tables) > 1:
        reason = "这几个文本文件各自都是完整的决算，请逐个提取"
        return ReadDocument(
            [part.file for part in files], refusal=RefusedError("several_files", reason)
        )
    return _of_text((with_tables or [documents[0][1]])[0], files)


def read_document(files: Sequence[SourceFile]) -> ReadDocument:
    """Return the document of its source files. Never raises RefusedError: it is in the document."""
    try:
        return read_decoded([decode_file(file) for file in files])
    except RefusedError as refusal:
        return ReadDocument(list(files), kind=refusal.kind, refusal=refusal)

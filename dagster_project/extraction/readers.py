"""One door to all readers: source files of one document in, what was read or why not out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dagster_project.extraction.cells import ReadTable
from dagster_project.extraction.grids.interpret import Interpretation, interpret
from dagster_project.extraction.grids.model import DecodedDocument, TextLine
from dagster_project.extraction.grids.placed_headings import PlacedHeading
from dagster_project.extraction.media import IMAGE, TEXT, decoder_of, media_type_of, medium_of
from dagster_project.extraction.performance.reading import (
    read_performance_text,
    take_performance_grids,
)
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
from dagster_project.extraction.unread_pages import doubt_unread_pages

GRID_READER_VERSION = "2"


@dataclass
class ReadDocument:
    """One document as read from its files; ``refusal`` says why where it is not to be used."""

    files: list[SourceFile]
    kind: str = "unknown"
    form: str | None = None
    form_evidence: str | None = None
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


def _scans_in(decoded: DecodedDocument) -> int:
    """Return how many pages of a PDF have to be read by OCR."""
    return len(getattr(decoded, "pages_without_text", ()))


def decode_file(file: SourceFile) -> DecodedFile:
    """Return what the decoder of the file's medium sees. Raises RefusedError where it cannot."""
    medium = medium_of(file.content)
    typed = replace(file, media_type=media_type_of(medium, file.content))
    if medium != TEXT:
        decoded = decoder_of(medium)(file.content)
        if _scans_in(decoded):
            # Imported only for scans: a second, and most documents are none.
            from dagster_project.extraction.ocr import add_scanned_pages

            decoded = add_scanned_pages(file.content, decoded)
        return DecodedFile(typed, medium, decoded)
    try:
        text = decode_text(file.content)
    except NotTextError as problem:
        raise RefusedError("not_text", str(problem)) from None
    lines = [TextLine(line.text, f"L{line.number}", line.page) for line in text.lines]
    return DecodedFile(typed.with_encoding(text.encoding), medium, DecodedDocument(list(lines)))


def _of_text(document: TextDocument, files: Sequence[DecodedFile]) -> ReadDocument:
    lines = [line for part in files for line in part.decoded.lines()]
    return ReadDocument(
        files=[part.file for part in files],
        kind=document.kind,
        form=document.form,
        form_evidence=document.form_evidence,
        year=document.year,
        organization=document.organization,
        scope=document.scope,
        tables=[*document.tables, *read_performance_text(lines)],
        headings=document.headings,
        lines=lines,
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
        form_evidence=document.form_evidence,
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

    Locators of a file after the first begin with its name, or L12 would be a line of either; page
    images are the pages of one document in the order given.
    """
    ordered = _join_page_images(files)
    ordered.sort(key=lambda part: not any(part.decoded.grids()))
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
        joined.unread_pages |= part.decoded.unread_pages
        joined.page_count = joined.page_count or part.decoded.page_count
    return joined


def _join_page_images(files: Sequence[DecodedFile]) -> list[DecodedFile]:
    """Return the files with all images made one: the cover is not moved behind the tables."""
    images = [part for part in files if part.medium == IMAGE]
    if len(images) < 2:
        return list(files)
    from dagster_project.extraction.ocr import join_page_images

    decoded = join_page_images([part.decoded for part in images])
    others = [part for part in files if part.medium != IMAGE]
    return [replace(images[0], decoded=decoded), *others]


def _interpret(files: Sequence[DecodedFile]) -> Interpretation:
    is_scan = any(part.medium == IMAGE or _scans_in(part.decoded) for part in files)
    decoded, forms = take_performance_grids(join_decoded(files), is_scan=is_scan)
    document = interpret(decoded, file_names=[part.file.name for part in files])
    if is_scan:
        from dagster_project.extraction.ocr import confirm_tables, unclaimed_pages

        confirm_tables(document.tables)
        decoded.unread_pages |= unclaimed_pages(decoded, document.tables)
    text = [line for part in files if part.medium == TEXT for line in part.decoded.lines()]
    document.tables += forms or read_performance_text(text)
    doubt_unread_pages(document.tables, decoded.unread_pages)
    return document


def read_decoded(files: Sequence[DecodedFile]) -> ReadDocument:
    """Return the document that decoded files make up, read or refused."""
    if any(part.medium != TEXT for part in files):
        return _of_grids(_interpret(files), files)
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

"""One door to all readers: source files of one document in, what was read or why not out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from dagster_project.reading.decoders.media import (
    IMAGE,
    TEXT,
    decoder_of,
    has_ocr,
    media_type_of,
    medium_of,
    ocr_missing,
)
from dagster_project.reading.identity.volumes import split_volume
from dagster_project.reading.interpret import interpret
from dagster_project.reading.model.document import ReadDocument
from dagster_project.reading.model.grid import DecodedDocument, TextLine
from dagster_project.reading.model.identity import NOTHING_STATED, Stated
from dagster_project.reading.model.source import RefusedError, SourceFile
from dagster_project.reading.tables.performance.reading import (
    read_performance_text,
    take_performance_grids,
)
from dagster_project.reading.tables.prose import take_prose
from dagster_project.reading.tables.regions import Region, find_regions
from dagster_project.reading.trust.coverage import cover_tables
from dagster_project.reading.trust.unread_pages import doubt_unread_pages

if TYPE_CHECKING:
    from dagster_project.reading.decoders.pdf.decode import DecodedPdf


# What a document may only seem to be while pages of it are unseen.
_SEEMING = frozenset({"no_table", "template", "year_unknown", "organization_unknown"})

# Where a table of a text stands: from line to line.
_SPAN = re.compile(r"L(\d+)-L(\d+)")


@dataclass(frozen=True)
class DecodedFile:
    """One source file with its medium and all that its decoder saw; of a text, its lines."""

    file: SourceFile
    medium: str
    decoded: DecodedDocument


def _scans_in(decoded: DecodedDocument) -> int:
    """Return how many pages of a PDF have to be read by OCR."""
    return len(getattr(decoded, "pages_without_text", ()))


def _with_scans(content: bytes, decoded: DecodedPdf) -> DecodedPdf:
    """Return the PDF with its scanned pages read; without OCR each is an unread page."""
    if has_ocr():
        # Imported only for scans: a second, and most documents are none.
        from dagster_project.reading.decoders.image.decode import add_scanned_pages

        return add_scanned_pages(content, decoded)
    unread = {scan.page: ocr_missing(f"第 {scan.page} 页") for scan in decoded.pages_without_text}
    return replace(
        decoded,
        notes=[*decoded.notes, *unread.values()],
        unread_pages=decoded.unread_pages | unread,
    )


def decode_file(file: SourceFile) -> DecodedFile:
    """Return what the decoder of the file's medium sees. Raises RefusedError where it cannot."""
    medium = medium_of(file.content)
    typed = replace(file, media_type=media_type_of(medium, file.content))
    if medium != TEXT:
        decoded = decoder_of(medium)(file.content)
        if _scans_in(decoded):
            decoded = _with_scans(file.content, cast("DecodedPdf", decoded))
        return DecodedFile(typed, medium, take_prose(decoded))
    # Imported only for texts, as each medium's decoder is for that medium.
    from dagster_project.reading.decoders.text.decode import decode_text

    text = decode_text(file.content)
    decoded = DecodedDocument(list(text.lines))
    return DecodedFile(typed.with_encoding(text.encoding), medium, decoded)


def _named(line: TextLine, part: DecodedFile) -> TextLine:
    return replace(line, locator=f"{part.file.name}:{line.locator}")


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
            _named(item, part) if several and isinstance(item, TextLine) else item
            for item in part.decoded.items
        )
        joined.notes.extend(part.decoded.notes)
        joined.beside.extend(part.decoded.beside)
        joined.left_out.extend(part.decoded.left_out)
        joined.unread_pages |= part.decoded.unread_pages
        joined.refusal = joined.refusal or part.decoded.refusal
        joined.page_count = joined.page_count or part.decoded.page_count
    return joined


def _join_page_images(files: Sequence[DecodedFile]) -> list[DecodedFile]:
    """Return the files with all images made one: the cover is not moved behind the tables."""
    images = [part for part in files if part.medium == IMAGE]
    if len(images) < 2:
        return list(files)
    from dagster_project.reading.decoders.image.series import join_page_images

    decoded = join_page_images([part.decoded for part in images])
    others = [part for part in files if part.medium != IMAGE]
    return [replace(images[0], decoded=decoded), *others]


def _divide(files: Sequence[DecodedFile]) -> list[DecodedFile]:
    """Return texts with their tables as grids. Beside other media a text is running text only."""
    if any(part.medium != TEXT for part in files):
        return list(files)
    from dagster_project.reading.decoders.text.gridding import divide_text

    divided = [replace(part, decoded=divide_text(part.decoded)) for part in files]
    if sum(any(part.decoded.grids()) for part in divided) > 1:
        raise RefusedError("several_files", "这几个文本文件各自都有决算表，请逐个提取")
    return divided


def _text_of(whole: DecodedDocument, files: Sequence[DecodedFile]) -> list[TextLine]:
    """Return the lines of the texts, tables not yet taken out, that one document of them covers.

    A bound volume is several documents in the same files, each with lines of its own.
    """
    covered = {item.locator for item in whole.items}
    spans = [found.groups() for item in whole.grids() for found in _SPAN.finditer(item.locator)]
    covered |= {f"L{at}" for first, last in spans for at in range(int(first), int(last) + 1)}
    texts = [part for part in files if part.medium == TEXT]
    return [
        line
        for part in texts
        for line in part.decoded.lines()
        if line.locator in covered or _named(line, part).locator in covered
    ]


def _interpret(
    whole: DecodedDocument,
    files: Sequence[DecodedFile],
    stated: Stated,
    regions: list[Region] | None,
) -> ReadDocument:
    is_scan = any(part.medium == IMAGE or _scans_in(part.decoded) for part in files)
    decoded, forms = take_performance_grids(whole, is_scan=is_scan)
    document = interpret(
        decoded,
        file_names=[part.file.name for part in files],
        stated=stated,
        regions=regions if decoded is whole else None,
    )
    if is_scan:
        from dagster_project.reading.trust.confirm import confirm_tables
        from dagster_project.reading.trust.unclaimed import unclaimed_pages

        confirm_tables(document.tables)
        decoded.unread_pages |= unclaimed_pages(decoded, document.tables)
    document.tables += forms or read_performance_text(_text_of(whole, files))
    doubt_unread_pages(document.tables, decoded.unread_pages)
    if document.refusal is None:
        document.coverage = cover_tables(whole, document)
    return document


def _refuse_unseen(document: ReadDocument) -> None:
    """Say that OCR is missing where what was not seen may be all that the document has."""
    if document.refusal is not None and document.refusal.reason_code in _SEEMING:
        document.refusal = RefusedError("ocr_missing", ocr_missing("文件（或其中的页）"))
        document.kind = document.refusal.kind


def _read_one(
    whole: DecodedDocument,
    files: Sequence[DecodedFile],
    stated: Stated,
    regions: list[Region] | None,
) -> ReadDocument:
    try:
        document = _interpret(whole, files, stated, regions)
    except RefusedError as refusal:
        document = ReadDocument(kind=refusal.kind, refusal=refusal)
    if not has_ocr() and any(_scans_in(part.decoded) for part in files):
        _refuse_unseen(document)
    document.files = [part.file for part in files]
    media = dict.fromkeys(part.medium for part in files)
    # A text beside another medium is only the narrative.
    document.reader_name = "+".join(medium for medium in media if medium != TEXT) or TEXT
    return document


def read_decoded(
    files: Sequence[DecodedFile], stated: Stated = NOTHING_STATED
) -> list[ReadDocument]:
    """Return the documents that decoded files make up, read or refused: one, or a volume's."""
    try:
        whole = join_decoded(_divide(files))
        regions = find_regions(whole)
        parts = split_volume(whole, regions)
    except RefusedError as refusal:
        sources = [part.file for part in files]
        return [ReadDocument(sources, kind=refusal.kind, refusal=refusal)]
    # The tables of a volume's parts are found anew: each begins at its own cover.
    known = regions if len(parts) == 1 else None
    return [_read_one(part, files, stated, known) for part in parts]


def read_document(
    files: Sequence[SourceFile], stated: Stated = NOTHING_STATED
) -> list[ReadDocument]:
    """Return the documents of source files that belong together: one, or those of a volume.

    Never raises RefusedError: it is in the document.
    """
    try:
        return read_decoded([decode_file(file) for file in files], stated)
    except RefusedError as refusal:
        return [ReadDocument(list(files), kind=refusal.kind, refusal=refusal)]

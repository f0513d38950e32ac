"""What runs inside the sandbox: each function takes paths and returns plain, picklable data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from dagster_project.form.labels import squeeze
from dagster_project.reading.batch.answers import FileSummary, Reading
from dagster_project.reading.batch.preflight import check_file
from dagster_project.reading.decoders.media import CONVERTED, TEXT, is_image, medium_of
from dagster_project.reading.folder.extract_folder import NarrativeRows
from dagster_project.reading.identity.organization import speaks_of_budget
from dagster_project.reading.identity.printed import find_name, find_year, printed_in
from dagster_project.reading.model.document import ReadDocument
from dagster_project.reading.model.grid import DecodedDocument
from dagster_project.reading.model.identity import NOTHING_STATED, Stated
from dagster_project.reading.model.source import RefusedError, SourceFile, read_source
from dagster_project.reading.narrative.claims.document import read_claim_rows
from dagster_project.reading.narrative.form_texts import form_texts
from dagster_project.reading.narrative.paragraphs import narrative_rows, read_narrative
from dagster_project.reading.reader import DecodedFile, decode_file, read_decoded, read_document
from dagster_project.reading.sandbox.confine import close_programs
from dagster_project.reading.sandbox.worker import announce_pages
from dagster_project.reading.trust.coverage import cover_text

_FINAL_ACCOUNTS = re.compile(r"决算")


def read_paths(paths: Sequence[Path], stated: Stated = NOTHING_STATED) -> Reading:
    """Read the document that these files make up; what cannot be read is refused, not raised."""
    files = read_source(paths)
    close_unless_converted(files)
    try:
        pages = sum(check_file(file) for file in files)
    except RefusedError as refusal:
        bare = [file.without_content() for file in files]
        return Reading(ReadDocument(bare, kind=refusal.kind, refusal=refusal))
    # What a PDF has no text layer for becomes known only while it is decoded.
    announce_pages(pages, sum(is_image(file.content) for file in files))
    first, *others = (_with_narrative(each, files) for each in read_document(files, stated))
    return replace(first, others=tuple(others))


def _with_narrative(document: ReadDocument, files: Sequence[SourceFile]) -> Reading:
    narrative = NarrativeRows()
    if document.refusal is None:
        paragraphs = read_narrative(document, files)
        forms = form_texts(document.lines, document.headings)
        said = read_claim_rows(document.tables, paragraphs, forms)
        narrative = NarrativeRows(narrative_rows(paragraphs), *said)
        document.coverage = cover_text(document.coverage, *said)
    document = replace(document, files=[file.without_content() for file in document.files])
    return Reading(document, narrative)


def close_unless_converted(files: Sequence[SourceFile]) -> None:
    """Let this process start no program, unless it is LibreOffice that has to read a file."""
    if not any(_is_converted(file) for file in files):
        close_programs()


def _is_converted(file: SourceFile) -> bool:
    try:
        return medium_of(file.content) in CONVERTED
    except RefusedError:
        return False


def medium_of_path(path: Path) -> str | None:
    """Return the medium of a file, None where it cannot be told or must not be opened."""
    try:
        file = read_source([path])[0]
        check_file(file)
        return medium_of(file.content)
    except RefusedError:
        return None


def media_of_paths(paths: Sequence[Path]) -> list[str | None]:
    """Return the media of several files: a process for each costs more than the looking."""
    close_programs()
    return [medium_of_path(path) for path in paths]


def summarise_path(path: Path) -> FileSummary:
    """Return what a file says of itself; one that cannot be read says nothing."""
    files = read_source([path])
    close_unless_converted(files)
    try:
        part = decode_file(files[0])
    except RefusedError:
        return FileSummary(path)
    return _summary(path, part)


def _summary(path: Path, part: DecodedFile) -> FileSummary:
    documents = read_decoded([part])
    if len(documents) > 1:
        # A bound volume is complete in itself, whatever else lies beside it.
        return FileSummary(path)
    document = documents[0]
    is_own = document.refusal is None or part.medium != TEXT
    tables = frozenset(
        t.table_code
        for t in document.tables
        if is_own and t.presence not in ("missing", "not_required")
    )
    text = "".join(squeeze(line.text) for line in document.lines)
    printed = printed_in(DecodedDocument(list(document.lines)), [], [])
    names, years = find_name(printed), find_year(printed)
    return FileSummary(
        path,
        tables,
        document.organization.name
        if document.organization
        else next((name.value for name in names), None),
        document.year or next((int(year.value) for year in years), None),
        is_narrative=not tables
        and bool(_FINAL_ACCOUNTS.search(text))
        and not speaks_of_budget(text),
    )

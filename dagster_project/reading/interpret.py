"""From what a decoder saw to a document: its kind, form, year, organization, tables and text.

The only entry point of this package: decoders of any medium build a DecodedDocument, and
``interpret`` reads it. It never raises for anything that lies in a document.
"""

from __future__ import annotations

from collections.abc import Sequence

from dagster_project.form.labels import squeeze
from dagster_project.reading.identity.edition import find_draft_words, find_printed_date
from dagster_project.reading.identity.form import find_form
from dagster_project.reading.identity.kind import refuse_blank, refuse_kind, refuse_nameless
from dagster_project.reading.identity.organization import find_organization
from dagster_project.reading.identity.printed import cover_lines, find_name, find_year, printed_in
from dagster_project.reading.identity.scope import recognise_scope, units_in_grids
from dagster_project.reading.model.document import ReadDocument
from dagster_project.reading.model.grid import DecodedDocument, distinct
from dagster_project.reading.model.identity import NOTHING_STATED, Scope, Stated
from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.narrative.headings import read_headings
from dagster_project.reading.tables.read_tables import read_tables
from dagster_project.reading.tables.regions import Region, add_notes_of_text, find_regions
from dagster_project.reading.tables.unrecognised import doubt_unrecognised
from dagster_project.reading.trust.coverage import find_unknown_tables, tables_of_refused
from dagster_project.reading.trust.printed_sums import identities_hold

_STATED = "提取时指明"


def _interpret(
    document: ReadDocument,
    decoded: DecodedDocument,
    regions: list[Region],
    file_names: Sequence[str],
) -> None:
    document.lines = list(decoded.lines())
    texts = [squeeze(line.text) for line in document.lines]
    cells = [c.text for g in decoded.grids() for row in g.rows for c in distinct(row)]
    text = "\n".join(texts)
    has_tables = decoded.refusal is not None or any(region.table_code for region in regions)
    refuse_kind([*texts, *cells], has_tables=has_tables)
    if decoded.refusal is not None:
        raise decoded.refusal
    add_notes_of_text(regions, document.lines)
    document.kind = "final_accounts"
    printed = printed_in(decoded, regions, file_names)
    document.years, document.names = find_year(printed), find_name(printed)
    document.draft_words = find_draft_words(printed)
    document.printed_on = find_printed_date(printed)
    stated = document.stated
    document.year = stated.year or next((int(year.value) for year in document.years), None)
    name = stated.organization or next((name.value for name in document.names), None)
    if name:
        document.organization = find_organization(name, document.year, text)
        document.scope = recognise_scope(text, name, units_in_grids(decoded.grids()))
    if stated.scope:
        document.scope = Scope(stated.scope, _STATED)
    form = find_form(regions, document.organization, text, document.year)
    document.form, document.form_evidence = form.name, form.evidence
    document.forms = list(form.candidates)
    read_tables(document, regions, decoded.left_out)
    for table in document.tables:
        table.identities_hold = identities_hold(table)
    document.headings = read_headings(decoded, regions, cover_lines(decoded, regions))
    refuse_blank(document, regions)
    doubt_unrecognised(document.tables, decoded, regions)
    document.unknown_tables = find_unknown_tables(document.tables, decoded, regions)
    refuse_nameless(document, name)


def interpret(
    decoded: DecodedDocument,
    *,
    file_names: Sequence[str] = (),
    stated: Stated = NOTHING_STATED,
    regions: list[Region] | None = None,
) -> ReadDocument:
    """Return the document that the decoded items make up, read or refused.

    ``file_names`` speak for year and name as well; what is ``stated`` holds against all of them.
    ``regions``: those of the items, where they were found before.
    """
    document = ReadDocument(stated=stated)
    regions = find_regions(decoded) if regions is None else regions
    try:
        _interpret(document, decoded, regions, file_names)
    except RefusedError as refusal:
        # Whoever asks why wants to know what is printed all the same.
        document.unknown_tables = tables_of_refused(decoded, regions)
        if not document.years and not document.names:
            printed = printed_in(decoded, regions, file_names)
            document.years, document.names = find_year(printed), find_name(printed)
        document.refusal = refusal
        document.kind = refusal.kind
    return document

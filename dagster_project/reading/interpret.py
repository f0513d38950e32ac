"""From what a decoder saw to a document: its kind, form, year, organization, tables and text.

The only entry point of this package: decoders of any medium build a DecodedDocument, and
``interpret`` reads it. It never raises for anything that lies in a document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dagster_project.form.families import recognise_form
from dagster_project.form.fields import note_kind
from dagster_project.form.header_words import is_column_label, is_lead, is_lead_label
from dagster_project.form.labels import squeeze
from dagster_project.form.titles import table_of_title
from dagster_project.reading.identity.kind import refuse_kind
from dagster_project.reading.identity.organization import find_organization
from dagster_project.reading.identity.printed import find_name, find_year, is_placeholder
from dagster_project.reading.identity.scope import recognise_scope, units_in_grids
from dagster_project.reading.model.cells import NOT_READ
from dagster_project.reading.model.document import ReadDocument
from dagster_project.reading.model.grid import DecodedDocument, TextLine, distinct
from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.narrative.headings import read_headings
from dagster_project.reading.tables.choose import recognise_by_header
from dagster_project.reading.tables.header import read_header
from dagster_project.reading.tables.read_table import has_figures
from dagster_project.reading.tables.read_tables import read_tables
from dagster_project.reading.tables.regions import Part, Region, find_regions, take_notes
from dagster_project.reading.tables.unrecognised import doubt_unrecognised

_AMOUNT = re.compile(r"\d\.\d{2}")


def _continues(region: Region, part: Part) -> bool:
    """Return whether a grid without a title can go on a table: same header, or none and as wide."""
    if region.table_code is None or not region.parts:
        return False
    first, own = read_header(region.parts[0].rows), read_header(part.rows)
    if own.texts and own.texts <= first.texts:
        return True
    width = len(region.parts[0].rows[0]) if region.parts[0].rows else 0
    labelled = [place for place, path in enumerate(own.paths) if path]
    if len(own.paths) == width == len(first.paths) and all(
        is_lead(first.paths[place]) for place in labelled
    ):
        # A line named as a column is elsewhere, under 项目: 政府性基金预算财政拨款.
        return True
    # The rest of a wrapped name at the top of a page is no header.
    labels = {label for path in own.paths for label in path}
    return (
        not any(is_column_label(label) or is_lead_label(label) for label in labels)
        and bool(part.rows)
        and (len(part.rows[0]) == width or any(cell.bbox for cell in part.rows[0]))
    )


def _prints_numbers(regions: Sequence[Region]) -> bool:
    """Return whether 公开NN表 stands above most tables."""
    return 2 * sum(region.number is not None for region in regions) > len(regions)


def _add_notes_of_text(regions: Sequence[Region], lines: Sequence[TextLine]) -> None:
    """Give tables without notes those that stand under their titles in running text.

    Where tables come as a spreadsheet, 故本表无数据 may be only in the text that comes with it.
    """
    wanting = {r.table_code: r for r in regions if not r.notes}
    for at, line in enumerate(lines):
        code = table_of_title(line.text) if len(line.text) < 80 else None
        if code not in wanting:
            continue
        for later in range(at + 1, min(len(lines), at + 200)):
            text = lines[later].text
            if note_kind(text):
                wanting[code].notes.extend(take_notes(lines[later : later + 10]))
                break
            if (len(text) < 80 and table_of_title(text)) or len(squeeze(text)) > 150:
                break


def _listed_units(decoded: DecodedDocument) -> list[str]:
    return units_in_grids([[cell.text for cell in row] for row in g.rows] for g in decoded.grids())


def _may_hold_figures(document: ReadDocument, regions: Sequence[Region]) -> bool:
    """Return whether a table that was not read may print a figure."""
    unread = {table.table_code for table in document.tables if table.read_status == NOT_READ}
    parts = [p for r in regions if r.table_code is None or r.table_code in unread for p in r.parts]
    if not all(part.problem for part in parts):
        return bool(unread)
    texts = (cell.text for part in parts for row in part.rows for cell in row)
    lines = (line for text in texts for line in text.splitlines())
    return any(_AMOUNT.search(line) for line in lines if not line.lstrip().startswith("栏次"))


def _interpret(document: ReadDocument, decoded: DecodedDocument, file_names: Sequence[str]) -> None:
    document.lines = list(decoded.lines())
    texts = [squeeze(line.text) for line in document.lines]
    regions = find_regions(decoded, recognise_by_header, _continues)
    cells = [c.text for g in decoded.grids() for row in g.rows for c in distinct(row)]
    text = "\n".join(texts)
    has_tables = decoded.refusal is not None or any(region.table_code for region in regions)
    refuse_kind([*texts, *cells], has_tables=has_tables)
    if decoded.refusal is not None:
        raise decoded.refusal
    _add_notes_of_text(regions, document.lines)
    document.kind = "final_accounts"
    # The title page of a workbook is a sheet of its own, and no line of text.
    printed = [*texts, *map(squeeze, cells)]
    document.year = find_year(regions, texts) or find_year(regions, printed, file_names)
    name = find_name(regions, texts) or find_name(regions, printed)
    if name:
        document.organization = find_organization(name, document.year)
        document.scope = recognise_scope(text, name, _listed_units(decoded))
    form = recognise_form(
        prints_numbers=_prints_numbers(regions),
        table_codes={region.table_code for region in regions},
        organization=document.organization,
        text=text,
    )
    document.form, document.form_evidence = form.name, form.evidence
    read_tables(document, regions, decoded.notes)
    document.headings = read_headings(decoded, regions)
    if not any(map(has_figures, document.tables)) and not _may_hold_figures(document, regions):
        raise RefusedError(
            "template", "各表都没有一个数：这是空白模板，不是决算公开", kind="template"
        )
    doubt_unrecognised(document.tables, decoded, regions)
    if name is not None and is_placeholder(name):
        raise RefusedError(
            "template", f"部门名称是“{name}”：这是模板，不是决算公开", kind="template"
        )
    if document.year is None:
        raise RefusedError(
            "year_unknown", "表中与文字中都没有印年度（NNNN年度）", kind=document.kind
        )
    if document.organization is None:
        raise RefusedError(
            "organization_unknown", "表中与文字中都没有印部门名称", kind=document.kind
        )


def interpret(decoded: DecodedDocument, *, file_names: Sequence[str] = ()) -> ReadDocument:
    """Return the document that the decoded items make up, read or refused.

    ``file_names`` are the last resort for the fiscal year, where nothing inside prints it.
    """
    document = ReadDocument()
    try:
        _interpret(document, decoded, file_names)
    except RefusedError as refusal:
        document.refusal = refusal
        document.kind = refusal.kind
    return document

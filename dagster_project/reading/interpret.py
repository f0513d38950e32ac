"""From what a decoder saw to a document: its kind, form, year, organization, tables and text.

The only entry point of this package: decoders of any medium build a DecodedDocument, and
``interpret`` reads it. It never raises for anything that lies in a document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dagster_project.form.families import expected_layouts, not_required_of_unit, recognise_form
from dagster_project.form.fields import note_kind
from dagster_project.form.header_words import is_column_label, is_lead, is_lead_label
from dagster_project.form.labels import squeeze
from dagster_project.form.layouts import TABLE_LAYOUTS_CSV
from dagster_project.form.shapes import account_table_codes
from dagster_project.form.titles import table_of_title
from dagster_project.reading.identity.kind import refuse_kind
from dagster_project.reading.identity.organization import find_organization
from dagster_project.reading.identity.printed import (
    cover_lines,
    find_name,
    find_year,
    is_placeholder,
    printed_in,
)
from dagster_project.reading.identity.scope import recognise_scope, units_in_grids
from dagster_project.reading.model.cells import NOT_READ, ReadTable
from dagster_project.reading.model.document import ReadDocument
from dagster_project.reading.model.grid import DecodedDocument, TextLine
from dagster_project.reading.model.identity import NOTHING_STATED, Scope, Stated
from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.narrative.headings import read_headings
from dagster_project.reading.tables.choose import recognise_by_header
from dagster_project.reading.tables.header import read_header
from dagster_project.reading.tables.read_table import has_figures, read_region, unit_of
from dagster_project.reading.tables.regions import Part, Region, find_regions, take_notes
from dagster_project.reading.tables.unrecognised import doubt_unrecognised
from dagster_project.reading.trust.printed_sums import identities_hold

_STATED = "提取时指明"
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


def _gather(regions: Iterable[Region]) -> dict[str, list[Region]]:
    found: dict[str, list[Region]] = {}
    for region in regions:
        if region.table_code is not None:
            found.setdefault(region.table_code, []).append(region)
    return found


def _unknown_title(region: Region, code: str, title_zh: str) -> ReadTable:
    """Return the entry of a table whose number is known and whose title is not."""
    table = ReadTable(
        code,
        printed_number=region.number,
        title=region.title or None,
        presence="data",
        unit=unit_of(region),
        read_status=NOT_READ,
        source_locator="、".join(part.locator for part in region.parts),
    )
    table.note(
        f"{region.title_line.locator} {region.number}的表名“{region.title}”不是已知的表名"
        f"（此号已知为“{title_zh}”）；请在 {TABLE_LAYOUTS_CSV} 中补充"
    )
    return table


def _read_once(regions: Sequence[Region], document: ReadDocument) -> ReadTable:
    """Return a table whose title stands over several: the first of them whose columns are known.

    Some provinces print detailed tables of their own under a title that is one table's elsewhere.
    """
    tables = [read_region(region, document.form, document.year) for region in regions]
    known = [number for number, table in enumerate(tables) if table.read_status != NOT_READ]
    chosen = tables[known[0] if known else 0]
    others = [region for number, region in enumerate(regions) if tables[number] is not chosen]
    if len(known) > 1:
        place = regions[known[1]].parts[0].locator
        chosen.doubt(f"{place} 本表又出现一次，只读了第一次出现的")
    elif others and known:
        place = others[0].parts[0].locator
        chosen.note(f"{place} 另有一张同名的表，栏目与已知版式不符，没有读")
    return chosen


def _read_tables(document: ReadDocument, regions: Sequence[Region], notes: Sequence[str]) -> None:
    found = _gather(regions)
    own = expected_layouts(document.form or "", document.year)
    is_exempt = not_required_of_unit(region.title for region in regions)
    strays = {r.number: r for r in regions if r.table_code is None and r.number}
    for code in account_table_codes():
        layout = own.get(code)
        if code in found:
            table = _read_once(found[code], document)
        elif layout is None:
            table = ReadTable(code, presence="not_required")
        elif layout.printed_number in strays:
            table = _unknown_title(strays[layout.printed_number], code, layout.title_zh)
        else:
            is_missing = layout.is_required and not is_exempt(code)
            table = ReadTable(code, presence="missing" if is_missing else "not_required")
            for note in notes:
                if table_of_title(note.partition("“")[2].partition("”")[0]) == code:
                    table.note(note)
        table.identities_hold = identities_hold(table)
        document.tables.append(table)


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
    cells = [c.text for g in decoded.grids() for row in g.rows for c in dict.fromkeys(row)]
    text = "\n".join(texts)
    has_tables = decoded.refusal is not None or any(region.table_code for region in regions)
    refuse_kind([*texts, *cells], has_tables=has_tables)
    if decoded.refusal is not None:
        raise decoded.refusal
    _add_notes_of_text(regions, document.lines)
    document.kind = "final_accounts"
    printed = printed_in(decoded, regions, file_names)
    document.years, document.names = find_year(printed), find_name(printed)
    stated = document.stated
    document.year = stated.year or next((int(year.value) for year in document.years), None)
    name = stated.organization or next((name.value for name in document.names), None)
    if name:
        document.organization = find_organization(name, document.year)
        document.scope = recognise_scope(text, name, _listed_units(decoded))
    if stated.scope:
        document.scope = Scope(stated.scope, _STATED)
    form = recognise_form(
        prints_numbers=_prints_numbers(regions),
        table_codes={region.table_code for region in regions},
        organization=document.organization,
        text=text,
    )
    document.form, document.form_evidence = form.name, form.evidence
    _read_tables(document, regions, decoded.notes)
    document.headings = read_headings(decoded, regions, cover_lines(decoded, regions))
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
            "year_unknown",
            "表中、文字中与文件名中都没有印年度；请以 --year 指明，再提取一次",
            kind=document.kind,
        )
    if document.organization is None:
        raise RefusedError(
            "organization_unknown",
            "表中、文字中与文件名中都没有印部门名称；请以 --organization 指明，再提取一次",
            kind=document.kind,
        )


def interpret(
    decoded: DecodedDocument, *, file_names: Sequence[str] = (), stated: Stated = NOTHING_STATED
) -> ReadDocument:
    """Return the document that the decoded items make up, read or refused.

    ``file_names`` speak for year and name as well; what is ``stated`` holds against all of them.
    """
    document = ReadDocument(stated=stated)
    try:
        _interpret(document, decoded, file_names)
    except RefusedError as refusal:
        document.refusal = refusal
        document.kind = refusal.kind
    return document

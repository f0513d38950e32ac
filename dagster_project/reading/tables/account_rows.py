"""Rows by account: functional codes one per row (gk02, 03, 05, 08, 09), economic ones in groups."""

from __future__ import annotations

import re

from dagster_project.form.codes import ECONOMIC, FUNCTIONAL
from dagster_project.reading.tables.body import Body, BodyRow
from dagster_project.reading.tables.columns import ColumnMap
from dagster_project.reading.tables.context import GridContext
from dagster_project.reading.tables.drafts import CodeReader, Draft, account_row, merge_continued

_FUNCTIONAL_ROLES = {3: "class", 5: "section", 7: "item"}
_AMOUNT = re.compile(r"-?[\d,]+\.\d{1,6}")
_ECONOMIC_ROLES = {3: "class", 5: "section"}


def _write(
    context: GridContext, drafts: list[Draft], pattern: re.Pattern[str], roles: dict[int, str]
) -> None:
    for row_no, draft in enumerate(drafts, start=1):
        row = account_row(context, row_no, draft, pattern, roles)
        agrees = draft.lead.readings_agree
        if not agrees:
            context.table.compare(agrees=False)
            context.table.doubt(
                f"{draft.lead.place} 科目编码“{draft.lead.printed_code}”两次读数不同"
            )
        context.write_row(row, draft.figures, is_confirmed=agrees)
    context.table.rows = len(drafts)


def read_functional_rows(context: GridContext, body: Body) -> None:
    """Write the cells of a table by functional account; a wholly blank row is a row of its own."""
    reader = CodeReader(FUNCTIONAL, context)
    drafts: list[Draft] = []
    for row in body.rows:
        lead = reader.read(row)
        draft = Draft(lead, lead.name, list(row.figures()), row.line_number())
        if not merge_continued(drafts, draft, begins_part=row.begins_part):
            drafts.append(draft)
    _write(context, drafts, FUNCTIONAL, _FUNCTIONAL_ROLES)
    _doubt_figures_in_front(context, body)


def _doubt_figures_in_front(context: GridContext, body: Body) -> None:
    """Confirm nothing of a table with figures where codes and names belong: its heads are wider."""
    rows = [row for row in body.rows if any(_is_amount(cell.text) for cell in row.lead())]
    if len(rows) > 1:
        context.confirm_nothing("有的数印在编码与名称栏里，栏目与数错位，全表不确认")


def _is_amount(text: str) -> bool:
    """Return whether a text is a figure and no code kept as a number: 60.50, not 208.05."""
    code = re.sub(r"\D", "", text.removesuffix(".00").removesuffix(".0"))
    return bool(_AMOUNT.fullmatch(text.strip())) and not FUNCTIONAL.fullmatch(code)


def groups_of(columns: ColumnMap) -> list[list[int]]:
    """Return the columns of each group of codes, name and figures that stand side by side."""
    groups: list[list[int]] = []
    behind_figures = True
    for place in range(len(columns.codes)):
        is_lead = place in columns.lead
        if is_lead and behind_figures:
            groups.append([])
        behind_figures = columns.codes[place] is not None or (behind_figures and not is_lead)
        if groups:
            groups[-1].append(place)
    return groups


def _economic_drafts(context: GridContext, body: Body) -> list[Draft]:
    readers: dict[int, CodeReader] = {}
    last: dict[int, list[Draft]] = {}
    drafts: list[Draft] = []
    for row in body.rows:
        left: Draft | None = None
        for number, places in enumerate(groups_of(row.columns)):
            reader = readers.setdefault(number, CodeReader(ECONOMIC, context))
            draft = _group_draft(reader, row, places)
            if draft is None:
                continue
            if left is not None and left.is_empty and left.is_total and not draft.has_lead:
                # 公用经费合计 stands under the first of its groups, its figure under the last.
                left.figures = draft.figures
                continue
            left = draft
            own = last.setdefault(number, [])
            if not merge_continued(own, draft, begins_part=row.begins_part):
                own.append(draft)
                drafts.append(draft)
    return drafts


def _group_draft(reader: CodeReader, row: BodyRow, places: list[int]) -> Draft | None:
    """Return the row of one group, None where the group is empty in this printed row."""
    lead = reader.read(row, places)
    figures = list(row.figures(places))
    draft = Draft(lead, lead.name, figures, row.line_number(places))
    # A label drawn over the whole group belongs to the group in which its figure stands.
    is_covered = not figures and any(row.columns.codes[place] for place in places)
    return None if is_covered or (draft.is_empty and not draft.has_lead) else draft


def read_economic_rows(context: GridContext, body: Body) -> None:
    """Write the cells of a table by economic account; every code is a row of its own."""
    _write(context, _economic_drafts(context, body), ECONOMIC, _ECONOMIC_ROLES)

"""Rows of long tables as HTML: a release has millions of cells, and a template takes 10 µs each.

The rest of a page is drawn by its template. Whatever is printed is escaped here as it is there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from markupsafe import Markup, escape

from dagster_project.contract.shown_amounts import format_amount, format_wan
from dagster_project.contract.words import word
from dagster_project.release.marts import VERDICTS, Row
from dagster_project.report.metrics import Metric, MetricKey
from dagster_project.report.pages import document_url, file_stem, rule_url
from dagster_project.report.table_shapes import Block, Cell, Side, SideRow

_NOT_PRINTED = '<td class="np"></td>'
# What the rows of a comparison can be chosen by, and the columns that say it.
_COMPARED_BY = {"scope": "scope", "year": "fiscal_year", "region": "region_code"}
_has_special = re.compile("[&<>'\"]").search


def draw_rows(block: Block) -> Markup:
    """Return the rows of a block as table rows, one line each."""
    return Markup("".join([_row(rows, block.sides) for rows in block.rows]))  # noqa: S704 - escaped


def draw_verdicts(verdicts: Sequence[Row], rules: Mapping[str, Row], root: str) -> Markup:
    """Return a table row per rule: its number, its title, and how often it gave each verdict."""
    drawn = []
    for row in verdicts:
        rule_id = row["rule_id"]
        title = rules[rule_id]["title_zh"] if rule_id in rules else None
        counts = "".join([f'<td class="number">{row[code] or ""}</td>' for code in VERDICTS])
        drawn.append(f"<tr>{_rule(rule_id, title or '', root)}{counts}</tr>\n")
    return Markup("".join(drawn))  # noqa: S704 - escaped


def draw_unchecked(rows: Sequence[Row], root: str) -> Markup:
    """Return a table row per reason: how often, and which rules could not judge what.

    A document without a narrative has a hundred rules that wait for one: that is one thing to read.
    """
    drawn = []
    # As the marts are asked for them: those of one reason stand together.
    for reason, waiting in groupby(rows, key=itemgetter("reason_code")):
        own = list(waiting)
        checks = sum(row["checks"] for row in own)
        drawn.append(
            f'<tr><th scope="row">{_text(word(reason, "reason"))}</th>'
            f'<td class="number">{checks}</td>'
            f'<td class="text">{" · ".join([_waiting(row, root) for row in own])}</td></tr>\n'
        )
    return Markup("".join(drawn))  # noqa: S704 - escaped


def _waiting(row: Row, root: str) -> str:
    """Return a rule, and the subjects that it could not judge."""
    subjects = "；".join(filter(None, row["subjects"]))
    more = " 等" if row["checks"] > len(row["subjects"]) else ""
    rule = _link(row["rule_id"], root)
    return f'{rule} <span class="quiet">{_text(subjects)}{more}</span>' if subjects else rule


def draw_compared(
    rows: Sequence[Row],
    amounts: Sequence[str],
    metrics: Sequence[Metric],
    values: Mapping[str, Mapping[MetricKey, Row]],
    root: str,
) -> Markup:
    """Return a table row per organization and year: its amounts, and the metrics that it has."""
    keys = [(metric.row["metric_code"], metric.budget_basis) for metric in metrics]
    drawn = []
    for row in rows:
        own = values.get(row["document_id"], {})
        facts = "".join(
            f' data-{name}="{_text(str(row[column] or ""))}"'
            for name, column in _COMPARED_BY.items()
        )
        link = _text(root + document_url(row["document_id"]))
        name = _text(row["organization_name"] or row["document_id"])
        figures = [
            f'<td class="number amounts" data-csv="{format_amount(row[code])}">'
            f"{format_wan(row[code])}</td>"
            for code in amounts
        ]
        figures += [_metric(own.get(key)) for key in keys]
        drawn.append(
            f'<tr{facts}><th scope="row" data-unit><a href="{link}">{name}</a></th>'
            f"<td>{row['fiscal_year'] or ''}</td>{''.join(figures)}</tr>\n"
        )
    return Markup("".join(drawn))  # noqa: S704 - escaped


def _metric(value: Row | None) -> str:
    if value is None:
        return '<td class="number rates"></td>'
    amount, place = format_amount(value["metric_value"]), ""
    if value["peer_percentile"] is not None:
        place = (
            f'<span class="place" data-peers="{value["peers"]}">P{value["peer_percentile"]}</span>'
        )
    return f'<td class="number rates" data-csv="{amount}">{amount}{place}</td>'


@lru_cache(maxsize=2_000)
def _rule(rule_id: str, title: str, root: str) -> str:
    return f'<th scope="row">{_link(rule_id, root)}</th><td>{_text(title)}</td>'


@lru_cache(maxsize=2_000)
def _link(rule_id: str, root: str) -> str:
    return f'<a href="{_text(root + rule_url(rule_id))}">{_text(rule_id)}</a>'


def _row(rows: Sequence[SideRow | None], sides: Sequence[Side]) -> str:
    roles = {row.role for row in rows if row is not None}
    total = ' class="total"' if roles == {"total"} else ""
    drawn = [
        f'<td class="np" colspan="{side.width}"></td>' if row is None else _half(row, side)
        for row, side in zip(rows, sides, strict=True)
    ]
    return f"<tr{total}>{''.join(drawn)}</tr>\n"


def _half(row: SideRow, side: Side) -> str:
    """Return the row of one side: what leads it, and its figures."""
    drawn = []
    if side.has_code:
        drawn.append(f'<td class="code">{_text(row.code)}</td>')
    if side.has_label:
        drawn.append(f'<th scope="row" class="l{row.level}">{_text(row.label)}</th>')
    if side.has_line_no:
        drawn.append(f'<td class="line">{_text(row.line_no)}</td>')
    drawn += [_NOT_PRINTED if cell is None else _figure(cell, row.row_no) for cell in row.cells]
    return "".join(drawn)


def _figure(cell: Cell, row_no: int) -> str:
    place = f'data-cell="{row_no}:{_text(cell.column_code)}"'
    unsure = "" if cell.is_confirmed else " unconfirmed"
    if cell.mark is not None:
        return _marked(cell, place, unsure)
    if cell.state == "value" and cell.is_confirmed and not cell.is_text:
        return f"<td {place}>{_text(cell.text)}</td>"
    state = "text" if cell.is_text else _text(cell.state)
    return f'<td {place} class="{state}{unsure}">{_text(cell.text)}</td>'


def _marked(cell: Cell, place: str, unsure: str) -> str:
    """Return a cell that leads to its finding; with several, the page shows them all."""
    mark = cell.mark
    assert mark is not None  # noqa: S101 - told by the caller
    anchors = [_text(file_stem(finding_id)) for finding_id in mark.finding_ids]
    several = "".join(f"{anchor} " for anchor in anchors) if len(anchors) > 1 else ""
    cause = " cause" if mark.is_cause else ""
    said = f"{cell.text or '空白'},{word(mark.severity, 'severity')},查看核对"
    return (
        f'<td id="{_text(cell.anchor or "")}" {place} '
        f'class="marked {_text(mark.severity)}{cause}{unsure}">'
        f'<a href="#{anchors[0]}" data-findings="{several}" aria-label="{_text(said)}">'
        f"{_text(cell.text)}</a></td>"
    )


def _text(text: str) -> str:
    # Most cells have nothing to escape, and markupsafe makes an object of each.
    return str(escape(text)) if _has_special(text) else text

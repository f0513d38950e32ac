"""A page of a government site: the text in paragraphs, the tables as tables, navigation around."""

from __future__ import annotations

from html import escape
from pathlib import Path

from tests.published_forms.paper import Paper, Table


def _table(table: Table) -> str:
    width = len(table.rows[0])
    lines = ['<table border="1" cellspacing="0">']
    lines.append(f'<tr><td colspan="{width}" align="center">{escape(table.title_line)}</td></tr>')
    if table.mark and table.mark_place != "title":
        side = table.mark_place
        lines.append(f'<tr><td colspan="{width}" align="{side}">{escape(table.mark)}</td></tr>')
    left = width // 2
    owner = escape(table.owner + (f"　{table.year_line}" if table.year_line else ""))
    lines.append(
        f'<tr><td colspan="{left}">{owner}</td>'
        f'<td colspan="{width - left}" align="right">{escape(table.unit_text)}</td></tr>'
    )
    for row in table.rows:
        cells = []
        for cell in row:
            if cell is None:
                continue
            span = f' colspan="{cell.span}"' if cell.span > 1 else ""
            height = f' rowspan="{cell.height}"' if cell.height > 1 else ""
            text = escape(cell.printed(table.unit, table.zeros)) or "&nbsp;"
            cells.append(f'<td{span}{height} align="{cell.align}"><p>{text}</p></td>')
        lines.append(f"<tr>{''.join(cells)}</tr>")
    lines.append("</table>")
    lines.extend(f"<p>{escape(note)}</p>" for note in table.notes)
    return "\n".join(lines)


def page(title: str, body: str, site: str = "") -> str:
    """Put a page around a body, with the furniture of a site."""
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(title)}</title>'
        "<style>td{font-size:12px}</style></head><body>"
        f'<div class="nav">首页 &gt; 政务公开 &gt; 预算/决算 {escape(site)}</div>'
        f'<h1>{escape(title)}</h1><div class="info">发布日期：2024-09-20 字号：大 中 小</div>'
        f'<div class="content">{body}</div><div class="foot">主办：人民政府办公室 '
        "备案号：00000000</div></body></html>"
    )


def write(paper: Paper, path: Path) -> None:
    """Write the page."""
    body = []
    if paper.contents:
        body.append("<p>目录</p>")
        body.extend(f"<p>{escape(line)}</p>" for line in paper.contents)
    for kind, line in paper.flow():
        if kind == "tables":
            body.extend(_table(t) for t in paper.tables)
        else:
            tag = "h3" if kind == "heading" else "p"
            body.append(f"<{tag}>{escape(line)}</{tag}>")
    title = "".join(paper.cover[:2]) if paper.cover else "决算公开"
    path.write_text(page(title, "\n".join(body)), encoding="utf-8")

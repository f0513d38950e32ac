"""What is printed around a grid: the title above it, the notes below it, page furniture between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dagster_project.form.fields import is_field, is_page_number, note_kind
from dagster_project.form.labels import squeeze
from dagster_project.form.titles import other_title, printed_number, table_of_title
from dagster_project.reading.model.grid import TextLine

# A title stands right above its table; unit, department and running heads may come between.
LINES_ABOVE = 8
# （2023年度） below a title.
_YEAR_ALONE = re.compile(r"[（(]?20\d\d年度?[）)]?")
# Ends of sentences, dates, page numbers, and titles of the whole document.
_NO_HALF_TITLE = re.compile(r"[。；：:]|\d月|^\d+$|决算(?:公开|报告|表)?$")


def title_above(lines: Sequence[TextLine]) -> tuple[str | None, TextLine | None]:
    """Return the code and line of the nearest title above a grid; a title may take two lines."""
    near = [line for line in lines if squeeze(line.text)][-LINES_ABOVE:]
    for at in range(len(near) - 1, -1, -1):
        code = table_of_title(near[at].text)
        if code:
            # The longer reading wins: 一般公共预算 / 财政拨款支出决算表 on two lines.
            joined = near[at - 1].text + near[at].text if at and _opens_title(near[at - 1]) else ""
            if joined and table_of_title(joined):
                return table_of_title(joined), replace(near[at - 1], text=joined, bbox=None)
            return code, near[at]
        # 公开NN表 below a title is no second line of it.
        two_lines = at and not is_field(near[at].text) and _opens_title(near[at - 1])
        if two_lines and table_of_title(near[at - 1].text + near[at].text):
            joined = near[at - 1].text + near[at].text
            return table_of_title(joined), replace(near[at - 1], text=joined)
        if note_kind(near[at].text):
            break
    return None, None


def _opens_title(line: TextLine) -> bool:
    """Return whether a line can be the first half of a title: a note, a date or a cover is not."""
    text = squeeze(line.text)
    return not (note_kind(text) or is_field(text) or _NO_HALF_TITLE.search(text))


def numbered_title(lines: Sequence[TextLine]) -> TextLine | None:
    """Return an unknown title: the line that ends in 表 beside a printed 公开NN表."""
    near = [line for line in lines if squeeze(line.text)][-LINES_ABOVE:]
    if not any(printed_number(line.text) for line in near):
        return None
    titles = [
        line for line in near if squeeze(line.text).endswith("表") and not is_field(line.text)
    ]
    return titles[-1] if titles else None


def other_title_above(lines: Sequence[TextLine]) -> TextLine | None:
    """Return the nearest title above a grid that no layout knows; 情况 only beside a field."""
    near = [line for line in lines if squeeze(line.text)][-LINES_ABOVE:]
    for at in range(len(near) - 1, -1, -1):
        text = squeeze(near[at].text)
        if note_kind(text) or len(text) > 80:
            return None
        title = other_title(text)
        has_field = any(is_field(line.text) for line in near[at + 1 :])
        if title and (title.endswith("表") or has_field or at == len(near) - 1):
            return near[at]
        is_beside = is_field(text) or is_page_number(text) or _YEAR_ALONE.fullmatch(text)
        if not is_beside and printed_number(text) is None:
            return None
    return None


def take_notes(lines: Sequence[TextLine]) -> list[tuple[str, TextLine]]:
    """Return the notes and statements right below a table, their wrapped lines joined."""
    found: list[tuple[str, TextLine]] = []
    for line in lines:
        text = squeeze(line.text)
        if not text or is_page_number(text):
            continue
        kind = note_kind(text)
        if kind is None and found and not found[-1][1].text.endswith(("。", "：", ":")):
            if table_of_title(text) or is_field(text):
                break
            before = found[-1][1]
            found[-1] = (found[-1][0], replace(before, text=before.text + text))
        elif kind is not None:
            found.append((kind, replace(line, text=text)))
        else:
            break
    return found


def only_furniture(lines: Sequence[TextLine]) -> bool:
    """Return whether lines hold fields and page numbers alone, or one short running head."""
    kept = [line for line in lines if squeeze(line.text) and not is_page_number(line.text)]
    return all(is_field(line.text) for line in kept) or (
        len(kept) == 1 and len(squeeze(kept[0].text)) < 40 and not note_kind(kept[0].text)
    )

"""The header of a table: its fields (department, year, unit) and which layout its columns are.

Header text comes in PDF order, not column order, broken over lines and doubled. So columns are
taken from the layout, and the header only has to agree with it: the numbers beside 栏次, and every
leaf label, whole or at least with all its characters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dagster_project.form.codes import ECONOMIC
from dagster_project.form.fields import DEPARTMENT_LABELS
from dagster_project.form.labels import normalise_title
from dagster_project.form.layouts import TABLE_LAYOUTS_CSV, Variant
from dagster_project.form.shapes import BY_ECONOMIC, BY_ITEM, STATISTICS, shape_of
from dagster_project.reading.decoders.text.tables import TableRegion, compact
from dagster_project.reading.decoders.text.tokens import read_code, tokenize_line
from dagster_project.reading.model.grid import TextLine
from dagster_project.reading.page.undoubling import undouble_fragments, undouble_words

_FIELDS = (
    # Whatever runs on behind a name on the same line is none of it.
    re.compile(
        rf"(?:{DEPARTMENT_LABELS})[:：](?!\w?元).+?"
        r"(?=\d{4}年|(?:金额)?单位[:：]|公开\d{1,2}表|项目|收入支出|人员经费|预算数|一、|$)"
    ),
    re.compile(r"(?:19|20)\d{2}年度?"),
    re.compile(r"(?<!编制)(?<!填报)(?:金额)?单位[:：](?:千元|百元|万元|亿元|元)"),
)
_LONGEST_HEADER = 80
# Header cells of the columns in front of the figures.
_LEAD_LABELS = ("项目", "科目编码", "科目名称", "行次")


class UnknownLayoutError(ValueError):
    """The columns of a table fit no known layout; the message names what was found."""


@dataclass(frozen=True)
class Header:
    """What a table's header says, its fields apart as they are printed, and the lines below it."""

    text: str
    fields: tuple[str, ...]
    column_numbers: int | None
    body: tuple[TextLine, ...]


def _numbers_from_one(words: Sequence[str], start: int = 1) -> int:
    """Return how far the words count 1 2 3 …, each as k, k.00 or doubled; 0 if they do not."""
    expected = start
    for word in words:
        if word not in {str(expected), f"{expected}.00", str(expected) * 2, f"{expected}.0"}:
            return 0
        expected += 1
    return expected - start


def _number_line(lines: Sequence[TextLine], index: int) -> tuple[int, int] | None:
    """Return (columns, last line index) if the line numbers the columns, else None."""
    words = [word for word in lines[index].text.split() if compact(word) != "栏次"]
    has_mark = len(words) < len(lines[index].text.split())
    count = _numbers_from_one(words)
    if has_mark and not words:
        # 栏次 alone: its numbers follow on the next lines.
        last = index
        for later in range(index + 1, min(len(lines), index + 16)):
            more = lines[later].text.split()
            if more and not _numbers_from_one(words + more):
                break
            if more:
                words, last = words + more, later
        count = _numbers_from_one(words)
        return (count, last) if count else None
    if has_mark:
        return (count, index)
    return (count, index) if count >= 6 else None


def _find_number_lines(lines: Sequence[TextLine]) -> list[tuple[int, int, int]]:
    found = []
    for index in range(len(lines)):
        numbered = _number_line(lines, index) if lines[index].text.strip() else None
        if numbered is not None:
            found.append((index, numbered[1], numbered[0]))
    return found


def _drop_repeated_headers(
    lines: Sequence[TextLine], repeats: Sequence[tuple[int, int, int]]
) -> tuple[TextLine, ...]:
    """Drop headers printed again at the top of a page: from 项目 (or 收入) down to 栏次."""
    dropped: set[int] = set()
    for index, last, _ in repeats:
        dropped.update(range(index, last + 1))
        for above in range(index - 1, max(-1, index - 40), -1):
            if any(token.kind == "number" for token in tokenize_line(lines[above])):
                break
            words = compact(lines[above].text)
            if re.match(r"项目|收入支出|预算数", words):
                # Two-sided tables print 收入 支出 above 项目.
                filled = [i for i in range(max(0, above - 3), above) if lines[i].text.strip()]
                top = (
                    filled[-1]
                    if filled and compact(lines[filled[-1]].text) in {"收入支出", "项目"}
                    else above
                )
                dropped.update(range(top, index))
                break
    return tuple(line for i, line in enumerate(lines) if i not in dropped)


def _first_code_line(lines: Sequence[TextLine]) -> int | None:
    for index, line in enumerate(lines):
        tokens = [t for t in tokenize_line(line, ECONOMIC) if not t.is_blank]
        if tokens and tokens[0].kind == "number" and read_code(tokens[0].text, ECONOMIC):
            return index
    return None


def _header_end(region: TableRegion, lines: Sequence[TextLine]) -> int:
    """Return where the body begins in a table that does not number its columns."""
    if shape_of(region.table_code) == BY_ECONOMIC:
        first = _first_code_line(lines)
        return len(lines) if first is None else first
    labels = {line.label for v in region.variants for line in v.lines}
    for index, line in enumerate(lines):
        words = compact(line.text.split()[0]) if line.text.split() else ""
        if (
            re.match(r"[一二三]、", compact(line.text))
            or words in labels
            or re.match(r"2\d{2}", words)
        ):
            return index
    return len(lines)


def read_header(region: TableRegion) -> Header:
    """Divide the lines of a table into header and body, and read the header's fields."""
    lines = [line for line in region.lines if line.text]
    shape = shape_of(region.table_code)
    numbered = _find_number_lines(lines) if shape not in (BY_ECONOMIC, STATISTICS) else []
    if numbered:
        _, last, count = numbered[0]
        head, offset = lines[: last + 1], last + 1
        body = _drop_repeated_headers(
            lines[offset:], [(a - offset, b - offset, c) for a, b, c in numbered[1:]]
        )
        columns: int | None = count
    else:
        end = _header_end(region, lines)
        head, body, columns = lines[:end], tuple(lines[end:]), None
    text = "".join(
        "".join(undouble_fragments(word) for word in undouble_words(line.text).split())
        for line in head[:_LONGEST_HEADER]
    )
    fields = (field.search(text) for field in _FIELDS)
    return Header(
        text=normalise_title(text),
        fields=tuple(field.group() for field in fields if field),
        column_numbers=columns,
        body=body,
    )


def _labels_agree(header: str, variant: Variant) -> bool:
    """Return whether every leaf label is in the header, whole or with all its characters."""
    available = Counter(header)
    needed = Counter("".join(label for label in _LEAD_LABELS if label in header))
    has_loose = False
    for column in variant.columns:
        whole = [label for label in column.labels if label in header]
        has_loose = has_loose or not whole
        needed.update(whole[0] if whole else column.labels[0])
    return not has_loose or needed <= available


def _order_agrees(header: str, variant: Variant) -> bool:
    """Return whether neighbouring columns of one level stand in the order of the layout.

    Only labels printed exactly once can be compared: 小计 and 决算数 come twice.
    """
    for left, right in zip(variant.columns, variant.columns[1:], strict=False):
        a, b = left.labels[0], right.labels[0]
        if left.level == right.level and header.count(a) == header.count(b) == 1:
            if header.index(a) > header.index(b):
                return False
    return True


def choose_variant(region: TableRegion, header: Header) -> Variant:
    """Return a layout that the header agrees with. Raises UnknownLayoutError if none does.

    Layouts of several forms may agree; they have the same columns in the same order.
    """
    for variant in region.variants:
        count = header.column_numbers
        shape = shape_of(variant.table_code)
        if shape == STATISTICS:
            return variant
        if (count is not None and count != len(variant.columns)) or variant.name == BY_ITEM:
            continue
        if shape == BY_ECONOMIC and ("其中" in header.text) != (len(variant.columns) > 1):
            continue
        if _labels_agree(header.text, variant) and _order_agrees(header.text, variant):
            return variant
    known = "；".join(
        f"{v.name}：{len(v.columns)}栏 " + "、".join(c.labels[0] for c in v.columns)
        for v in region.variants
    )
    found = "没有栏次" if header.column_numbers is None else f"栏次有{header.column_numbers}栏"
    raise UnknownLayoutError(
        f"{region.lines[0].locator} 表头与已知版式不符（{found}，"
        f"表头文字“{header.text[-120:]}”；已知：{known}）；请在 {TABLE_LAYOUTS_CSV} 中补充这一版式"
    )

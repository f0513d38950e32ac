"""Forms in a text layer: cells word by word, no blank cells, so the header says what stands where.

A form goes from its title, with 项目名称 right below, to the line of its total score. What
follows is prose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from dagster_project.reading.model.grid import TextLine
from dagster_project.reading.page.furniture import find_page_furniture
from dagster_project.reading.tables.performance.form import (
    FUNDS,
    PROJECT,
    FormRow,
    PerformanceForm,
    printed,
)
from dagster_project.reading.tables.performance.layout import (
    labels_of,
    line_of,
    plain_label,
    variants_with_columns,
)
from dagster_project.reading.tables.performance.text_indicators import read_indicators

_TITLE = re.compile(r"自评表$")
_NAME = "项目名称"
_UNIT = re.compile(r"[（(](?:单位[:：])?(?P<unit>万元|元)[）)]|单位[:：](?P<stated>万元|元)")
_FIGURE = re.compile(r"-?[\d,]+(?:\.\d+)?[%％]?|[—－─/-]+")
_TOTAL = re.compile(r"总分(?P<figures>(?:\d+(?:\.\d+)?)+)?(?P<grade>[优良中差])?")
_GRADE = re.compile(r"[优良中差]|合格|不合格")
_LEAST_FIGURES = 3


def read_text_forms(lines: Sequence[TextLine]) -> list[PerformanceForm]:
    """Return every form printed in the lines of a text, in reading order."""
    furniture = find_page_furniture(lines)
    filled = [
        line for i, line in enumerate(lines) if i not in furniture and "".join(line.text.split())
    ]
    starts = [at for at in range(len(filled)) if _begins_form(filled, at)]
    forms = []
    for at, end in pairwise([*starts, len(filled)]):
        form = _read_form(filled[at:end])
        if form is not None:
            forms.append(form)
    return forms


def _squeeze(line: TextLine) -> str:
    return "".join(line.text.split())


def _begins_form(lines: Sequence[TextLine], at: int) -> bool:
    title = _squeeze(lines[at])
    near = [_squeeze(line) for line in lines[at + 1 : at + 6]]
    return (
        len(title) < 60
        and _TITLE.search(title) is not None
        and any(text.startswith(_NAME) for text in near)
    )


def _find(lines: Sequence[TextLine], words: str, start: int = 0) -> int | None:
    return next((i for i in range(start, len(lines)) if words in _squeeze(lines[i])), None)


def _read_form(lines: Sequence[TextLine]) -> PerformanceForm | None:
    """Return the form of the lines from a title on, or None where it has no indicators."""
    header = _find(lines, "三级指标")
    named = _find(lines, _NAME)
    if header is None or named is None or "得分" not in _squeeze(lines[header]):
        return None
    total = next(
        (i for i in range(header, len(lines)) if _TOTAL.fullmatch(_squeeze(lines[i]))), None
    )
    end = len(lines) if total is None else total
    last = lines[total if total is not None else -1].locator
    form = PerformanceForm(_squeeze(lines[0]), f"{lines[0].locator}-{last}")
    _read_project(form, lines[named:header])
    _read_funds(form, lines[named:header])
    read_indicators(form, lines[header], lines[header + 1 : end])
    if total is None:
        form.notes.append(f"{form.locator} “{form.name}”没有读到总分")
    else:
        _read_total(form, lines[total])
    return form


def _read_project(form: PerformanceForm, lines: Sequence[TextLine]) -> None:
    """Read name, department and unit: labels and what follows them, until the next label."""
    codes = ("department", "implementing_unit")
    labels = {label: code for code in codes for label in labels_of(PROJECT, code)} | {_NAME: "name"}
    ordered = "|".join(sorted(map(re.escape, labels), key=len, reverse=True))
    form.project.cells.clear()
    for number, line in enumerate(lines[:6]):
        parts = re.split(rf"(?:^|\s)({ordered})(?=[\s:：])", line.text)
        if number and len(parts) == 1:
            break
        for label, text in zip(parts[1::2], parts[2::2], strict=True):
            code, value = labels[label], "".join(text.split()).lstrip(":：")
            if code == "name":
                form.name = form.project.label = value
            else:
                form.project.cells[code] = printed(value, line)


def _funds_columns(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the variant that prints most of its headers in the text, and its columns."""
    shares = {}
    for variant, codes in variants_with_columns().items():
        seen = [any(label in text for label in labels_of(FUNDS, code)) for code in codes]
        shares[variant] = (sum(seen) / len(seen), len(seen))
    best = max(shares, key=lambda variant: shares[variant])
    return best, variants_with_columns()[best]


def _read_funds(form: PerformanceForm, lines: Sequence[TextLine]) -> None:
    rows = [(line, _figures_at_end(line.text)) for line in lines]
    first = next((i for i, (_, figures) in enumerate(rows) if figures), len(rows))
    header = "".join(_squeeze(line) for line, _ in rows[:first])
    unit = _UNIT.search(header)
    form.unit = (unit["unit"] or unit["stated"]) if unit else None
    form.variant, codes = _funds_columns(header)
    for line, figures in rows[first:]:
        if not figures:
            continue
        label = "".join(line.text.split()[: -len(figures)])
        key = line_of(FUNDS, label)
        if key is None or len(figures) != len(codes):
            form.notes.append(f"{line.locator} 资金行“{label}”不认识或栏数不符")
            continue
        row = FormRow(FUNDS, key, plain_label(label))
        for code, text in zip(codes, figures, strict=True):
            row.cells[code] = printed(text, line)
        form.funds.append(row)


def _figures_at_end(text: str) -> list[str]:
    """Return the figures and marks at the end of a line that begins with a label."""
    tokens = text.split()
    count = 0
    while count < len(tokens) and _FIGURE.fullmatch(tokens[-1 - count]):
        count += 1
    return tokens[-count:] if _LEAST_FIGURES <= count < len(tokens) else []


def _read_total(form: PerformanceForm, line: TextLine) -> None:
    """Read the total score, the total weight in front of it where printed, and the grade."""
    tokens = [token for token in line.text.split() if token not in ("总", "分", "总分")]
    figures = [token for token in tokens if _FIGURE.fullmatch(token)]
    for code, text in zip(("score", "weight"), reversed(figures), strict=False):
        form.project.cells[code] = printed(text, line)
    grade = next((token for token in tokens if _GRADE.fullmatch(token)), "")
    form.project.cells["grade"] = printed(grade, line)

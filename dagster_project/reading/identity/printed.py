"""Whose disclosure a document is, and of which year: as its tables, cover and headings print."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from dagster_project.form.fields import department_in, year_in
from dagster_project.form.labels import squeeze
from dagster_project.reading.identity.organization import most_common
from dagster_project.reading.tables.regions import Region

_PART = r"(?:第[一二三四五六七八九十]部分)"
_NAME = r"(?P<name>[^，。；：“”]{3,40}?)"
_YEAR = r"(?P<year>(?:19|20)\d{2})?年?度?"
_ORGANIZATIONS = (
    re.compile(
        rf"{_PART}?{_NAME}(?:19|20)\d{{2}}年度?(?:部门|单位|部门（单位）)?决算(?:公开|表|情况说明|说明|报告)?"
    ),
    re.compile(rf"{_PART}{_NAME}(?:19|20)?\d{{0,2}}年度(?:部门|单位)决算(?:表|情况说明)"),
    re.compile(rf"第一部分{_NAME}(?:部门|单位)?概况"),
    re.compile(rf"{_NAME}(?:19|20)\d{{2}}年度(?:财政拨款)?收入支出总计.*"),
)
_COVER = re.compile(r"(?:(?:19|20)\d{2})?年度?(?:部门|单位)?决算(?:公开|报告)?(?:(?:19|20)\d{2})?")
_YEARS = (
    re.compile(r"((?:19|20)\d{2})年度?(?:部门|单位|部门（单位）)?决算"),
    re.compile(r"((?:19|20)\d{2})年度(?:财政拨款)?(?:收入支出总计|收入总计|本年收入合计)"),
    re.compile(r"截至((?:19|20)\d{2})年12月31日"),
)
_NOT_A_NAME = re.compile(
    r"^(?:附件|目录|关于|表|项目|公开|本部门|本单位|部门|单位|\d+|年度)|[一二三四五六七八九十]、"
)
_PLACEHOLDER = re.compile(r"[Xx×*＊]{2,}|某[某局]|（部门名称）")
_FILE_YEAR = re.compile(r"((?:19|20)\d{2})年?度?[^\d]{0,20}决算|决算[^\d]{0,20}((?:19|20)\d{2})")


def is_placeholder(name: str) -> bool:
    """Return whether a name is the blank of a form (上海市XX局)."""
    return bool(_PLACEHOLDER.search(name))


def _clean(name: str) -> str | None:
    name = re.sub(rf"^{_PART}", "", name).strip("《》“”\"'　 ")
    if (
        not 3 <= len(name) <= 40
        or _NOT_A_NAME.search(name)
        or not re.search(r"[\u4e00-\u9fff]", name)
    ):
        return None
    return name


def _from_cover(lines: Sequence[str]) -> str | None:
    """Return the line above 年度部门决算 on the title page."""
    for at, line in enumerate(lines[:12]):
        if _COVER.fullmatch(line) and at:
            above = [text for text in lines[:at] if not re.fullmatch(r"[\d年度]*", text)]
            return _clean(above[-1]) if above else None
    return None


def find_name(regions: Sequence[Region], lines: Sequence[str]) -> str | None:
    """Return the printed name of the organization: of the table headers first, then of the text."""
    stated = most_common(department_in(text) for r in regions for text in r.fields)
    if stated:
        return stated
    votes: Counter[str] = Counter()
    cover = _from_cover([line for line in lines[:40] if line])
    if cover:
        votes[cover] += 2
    for line in lines:
        if len(line) > 400:
            line = line[:400]
        for pattern in _ORGANIZATIONS:
            found = pattern.fullmatch(line)
            name = _clean(found["name"]) if found else None
            if name:
                votes[name] += 1
                break
    return votes.most_common(1)[0][0] if votes else None


def find_year(
    regions: Sequence[Region], lines: Sequence[str], file_names: Sequence[str] = ()
) -> int | None:
    """Return the fiscal year: of the table headers, else of titles, else of sentences of totals."""
    stated = most_common(
        year for r in regions for year in (year_in(text) for text in [*r.fields, r.title])
    )
    if stated:
        return stated
    for pattern in _YEARS:
        year = most_common(int(found) for line in lines for found in pattern.findall(line))
        if year:
            return year
    cover = [line for line in lines[:12] if line]
    if any(_COVER.fullmatch(line) for line in cover):
        alone = [line for line in cover if re.fullmatch(r"(?:19|20)\d{2}年?度?", line)]
        if alone:
            return int(alone[0][:4])
    for name in file_names:
        found = _FILE_YEAR.search(squeeze(name))
        if found:
            return int(found[1] or found[2])
    return None

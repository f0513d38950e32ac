"""What a disclosure covers: a department with its units, or one unit; where it says so plainly.

部门 and 单位 alone decide nothing: departments use them for one another. Plain is a title page that
says 部门决算 together with a list of several units, a number of units covered, or 单位决算 or
（本级） in every title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dagster_project.form.enumerators import SECTION
from dagster_project.reading.model.grid import Grid
from dagster_project.reading.model.identity import Scope

# Words that speak of the scope. Most documents use several kinds, so they are evidence.
_SCOPE_WORDS = ("部门决算", "单位决算", "部门（单位）", "本部门", "本单位", "本级", "汇总")
_MADE = r"(?:编制|汇编|编报|填报)"
_COVERED = (
    rf"纳入[^。；]{{0,40}}?决算(?:公开)?(?:{_MADE}?范围|{_MADE})的"
    r"[^。；]{0,20}?单位"
)
_UNITS_COVERED = re.compile(_COVERED + r"[^。；\d]{0,8}?(?P<count>\d+)(?:个|家)")
_OWN_LEVEL = re.compile(r"[（(](?:本级|机关|局机关|局本级|本部)[）)]$")
_LIST_FOLLOWS = re.compile(
    r"纳入.{0,60}?(?:编制)?范围的.{0,30}?单位.{0,12}?(?:包括|如下|有)[:：]?$"
)
# 纳入…决算编制的二级预算单位主要包括：甲局（本级）、甲局服务中心。
_LISTED_IN_A_ROW = re.compile(
    _COVERED + r"[^。；：]{0,12}?(?:包括|有|为|分别是)[:：]?(?P<names>[^。；：]+)。"
)
_NAME_OF_A_UNIT = (
    r"[^\d，。；：].{2,38}?(?:局|委|办|部|院|会|处|所|中心|学校|队|站|馆|室|社|园|厅|署|台|校|库"
    r"|街道|机关|大学|幼儿园|（本级）|\(本级\)|（机关）)"
)
_LISTED = re.compile(
    rf"(?:[（(]?\d{{1,3}}[）)]?[.．、]?|{SECTION})(?P<name>{_NAME_OF_A_UNIT})(?:[预纳并备独非].{{0,30}})?"
)
_TITLE = re.compile(
    r"^(?:第.部分)?.{0,40}?(?:19|20)\d{2}年?度?(?P<kind>部门|单位|部门（单位）)决算"
)
_LONGEST_TITLE = 60
_MOST_NAMED = 6


def drop_own_level(name: str) -> str:
    """Return a name without （本级） behind it."""
    return _OWN_LEVEL.sub("", name)


def _squeeze(text: str) -> str:
    return "".join(text.split())


def units_in_lines(lines: Sequence[str]) -> list[str]:
    """Return the units listed as text below 纳入…范围的单位包括."""
    plain = [text for text in map(_squeeze, lines) if text]
    for at in range(len(plain)):
        # The sentence that opens the list may be wrapped.
        opening = "".join(plain[max(0, at - 2) : at + 1])
        if not _LIST_FOLLOWS.search(opening):
            continue
        found: list[str] = []
        misses = 0
        for text in plain[at + 1 : at + 120]:
            listed = _LISTED.fullmatch(text)
            if listed:
                found.append(listed["name"])
                misses = 0
            elif re.match(
                r"第[一二三四五六]部分|[一二三四五]、.{0,20}(?:概况|职责|职能|机构)", text
            ):
                break
            else:
                # A header 序号 单位名称, a page number, a remark on a line of its own.
                misses += 1
                if misses > 4:
                    break
        return list(dict.fromkeys(found))
    return []


def units_in_a_row(text: str) -> list[str]:
    """Return the units that a sentence lists behind 纳入…范围的单位包括, where all are names."""
    listed = _LISTED_IN_A_ROW.search(text)
    names = re.split(r"[、,，和及]", listed["names"]) if listed else []
    return names if all(re.fullmatch(_NAME_OF_A_UNIT, name) for name in names) else []


def units_in_grids(grids: Iterable[Grid]) -> list[str]:
    """Return the units listed in a drawn table with a column 单位名称 and nothing but remarks."""
    for grid in grids:
        rows = [[cell.text for cell in row] for row in grid.rows]
        for at, row in enumerate(rows[:3]):
            cells = [_squeeze(cell) for cell in row]
            column = next((i for i, cell in enumerate(cells) if cell in _LIST_HEADERS), None)
            if column is None or any(re.search(r"金额|万元|决算数|预算数|合计", c) for c in cells):
                continue
            below = [_squeeze(other[column]) for other in rows[at + 1 :] if len(other) > column]
            return [name for name in dict.fromkeys(below) if len(name) >= 3]
    return []


_LIST_HEADERS = ("单位名称", "预算单位名称", "部门（单位）名称", "单位名称（全称）", "名称")


def _titles(lines: Sequence[str]) -> list[tuple[str, str]]:
    """Return the titles that name a kind of accounts: (部门 / 单位 / 部门（单位）, title)."""
    plain = [text for text in map(_squeeze, lines) if text]
    # The title page may break its title anywhere: 社会工作部 2024 年度 / 部门决算.
    cover = "".join(plain[:4])
    candidates = [cover] + [text for text in plain if len(text) <= _LONGEST_TITLE]
    found = []
    for text in candidates:
        title = _TITLE.match(text)
        if title and "。" not in text[: title.end()]:
            # Fake bold prints 第二部分 twice over.
            printed = re.sub(r"^(第.部分)\1", r"\1", title.group())
            found.append((title["kind"], printed))
    return found


def recognise_scope(
    text: str, printed_name: str, listed_units: Sequence[str] | None = None
) -> Scope:
    """Return the scope where the document says it plainly, else ``unknown`` with what it says.

    ``listed_units`` are units found in a drawn table; without them the text is searched.
    """
    lines = text.split("\n")
    flat = _squeeze(text)
    counts = [f"“{word}”{flat.count(word)}次" for word in _SCOPE_WORDS if word in flat]
    evidence = "正文用词：" + "、".join(counts) if counts else "正文没有说明编报范围的用词"
    if _OWN_LEVEL.search(printed_name):
        return Scope("unit", f"部门名称为“{printed_name}”；{evidence}")
    titles = _titles(lines)
    kinds = {kind for kind, _ in titles}
    if titles:
        evidence = f"标题：“{titles[0][1]}”；{evidence}"
    units = list(listed_units or units_in_lines(lines) or units_in_a_row(flat))
    if units:
        named = "、".join(units[:_MOST_NAMED]) + ("等" if len(units) > _MOST_NAMED else "")
        evidence = f"列明编报单位{len(units)}个：{named}；{evidence}"
    covered = _UNITS_COVERED.search(flat)
    if covered:
        evidence = f"“{covered.group()}”；{evidence}"
    if (covered and int(covered["count"]) > 1) or (len(units) > 1 and kinds == {"部门"}):
        return Scope("department_consolidated", evidence)
    # A department's document speaks of 单位决算 in passing; all titles must say it.
    if kinds == {"单位"} and "部门决算" not in flat and len(units) <= 1:
        return Scope("unit", evidence)
    return Scope("unknown", evidence)

"""The fields printed around a table: department, year, unit, notes and statements."""

from __future__ import annotations

import re
from functools import lru_cache

from dagster_project.contract.cell_model import YUAN_PER_UNIT
from dagster_project.form.enumerators import PART
from dagster_project.form.labels import fold, squeeze
from dagster_project.form.layouts import read_department_labels
from dagster_project.form.titles import is_mark, printed_number, table_of_title

# Longest first: 元 is a part of all others.
MONEY_UNITS = "|".join(sorted(YUAN_PER_UNIT, key=len, reverse=True))
_MOST_KEPT = 4096
_UNIT = re.compile(
    rf"(?<!编制)(?<!填报)(?:金额)?单位(?:(?:[:：]|均?为|是)[（(]?|[（(])(?:人民币)?[“（(]?"
    rf"(?P<unit>{MONEY_UNITS})(?P<behind>[/／、或和](?:{MONEY_UNITS}))?"
)
# 本表以“万元”为金额单位.
_UNIT_FIRST = re.compile(rf"以“?(?P<unit>{MONEY_UNITS})”?为(?:金额|货币|计量)?单位(?P<behind>)")
_BARE_UNIT = re.compile(
    rf"^[（(]?(?:金额)?(?:单位[:：]?)?(?:人民币)?(?P<unit>{MONEY_UNITS})[）)]?(?P<behind>)$"
)
# Longest first: 部门 is a part of 部门名称.
DEPARTMENT_LABELS = "|".join(
    sorted(map(re.escape, read_department_labels()), key=len, reverse=True)
)
# Where the stamp goes: 填报单位（盖章）：.
_STAMP = r"(?:[（(](?:加盖)?(?:单位)?(?:公章|盖章|签章|印章|章)[）)])?"
_DEPARTMENT = re.compile(
    rf"(?:{DEPARTMENT_LABELS}){_STAMP}"
    r"[:：;；](?P<name>.+?)(?=(?:19|20)\d{2}年|(?:金额)?单位[:：]|公开\d{1,2}表|$)"
)
# 2024年8月 is a date, such as that of publication; 2023年12月31日 ends the year that is meant.
MEANT_YEAR = r"(?P<year>(?:19|20)\d{2})(?:年(?!(?!12月31日)\d{1,2}月)|(?![\d年.．/\-—至]))"
_YEAR = re.compile(MEANT_YEAR)
# 甲局2023年度部门决算, 2023年甲局部门决算公开, 第二部分 2023年度部门决算表.
_ANNOUNCED = re.compile(
    rf"(?:{PART}[：:]?)?[^，。；：“”]{{0,40}}?(?P<year>(?:19|20)\d{{2}})年度?"
    r"[^，。；：“”\d]{0,40}?(?:部门|单位|部门（单位）)决算"
    r"(?:公开|报告|说明|公开说明|情况说明|表|公开表|报表|公开报表)?"
)
_LONGEST_ANNOUNCEMENT = 60
_NOTE = re.compile(r"(?:备?注|附注)\d?[:：]")
# Who made a form and when: 制表人：李四, 复核：, 日期：2024.8.5; several may stand in one cell.
_SIGNED = re.compile(
    r"(?:(?:制表|填表|填报|复核|审核|编制|经办|制单)(?:人|日期|时间)?|(?:单位|部门|财务|会计)?(?:负责|主管)人"
    r"|(?:打印|报出|编报)?日期|联系(?:人|电话|方式))[:：]"
)
_STATEMENT = re.compile(r"说明\d?[:：]")
EMPTY = re.compile(
    r"无数据|没有数据|空表|为空"
    r"|(?:无|没有|未(?:发生|安排|取得|涉及))[^，。；]{0,40}?(?:收入|支出|收支|拨款|预算|经费|业务|安排|此项|数据)"
)
_STATED_ALONE = re.compile(r"(?:本表|此表|本部门|本单位|我[局部委办]).{0,60}(?:无数据|为空|空表)")
_INSTRUCTION = re.compile(r"仍保留该表|作下述说明|作出?说明[:：]?$")
_PAGE_NUMBER = re.compile(r"[-—－–─\s]*\d{1,4}[-—－–─\s]*|第\d{1,4}页(?:[,，/]?共\d{1,4}页)?")


def unit_in(text: str) -> str | None:
    """Return the money unit that a text states, or None."""
    plain = fold(squeeze(text))
    found = _UNIT.search(plain) or _BARE_UNIT.match(plain) or _UNIT_FIRST.search(plain)
    # 元/万元, as a form prints it to choose from: nobody chose.
    return found["unit"] if found and not found["behind"] else None


def department_in(text: str) -> str | None:
    """Return the department that a text states, or None."""
    plain = squeeze(text)
    found = _DEPARTMENT.search(fold(plain))
    if found is None or found["name"] in YUAN_PER_UNIT:
        return None
    return plain[slice(*found.span("name"))]


def year_in(text: str) -> int | None:
    """Return the year printed in a field or title, or None."""
    found = _YEAR.search(squeeze(text))
    return int(found["year"]) if found else None


def announced_year(text: str) -> int | None:
    """Return the year of which a title says that the whole disclosure is, else None."""
    plain = squeeze(text)
    found = _ANNOUNCED.fullmatch(plain) if len(plain) <= _LONGEST_ANNOUNCEMENT else None
    return int(found["year"]) if found else None


def is_page_number(text: str) -> bool:
    """Return whether a line is nothing but a page number."""
    return bool(_PAGE_NUMBER.fullmatch(squeeze(text)))


@lru_cache(maxsize=_MOST_KEPT)
def note_kind(text: str) -> str | None:
    """Return ``note`` or ``statement`` for what is written under a table, else None."""
    plain = fold(squeeze(text))
    if _STATEMENT.match(plain):
        return "statement"
    if _NOTE.match(plain) or _INSTRUCTION.search(plain):
        return "note"
    return "statement" if len(plain) < 120 and _STATED_ALONE.search(plain) else None


@lru_cache(maxsize=_MOST_KEPT)
def is_field(text: str) -> bool:
    """Return whether a text belongs above a table: department, unit, year or 公开NN表."""
    plain = fold(squeeze(text))
    if len(plain) > 80:
        return False
    if unit_in(plain) or _UNIT.fullmatch(plain) or department_in(plain) or is_mark(plain):
        return True
    return bool(
        re.fullmatch(rf"(?:{DEPARTMENT_LABELS}){_STAMP}[:：]?|(?:19|20)\d{{2}}年度?", plain)
    )


def is_signature(text: str) -> bool:
    """Return whether a text only says who made a form, or when."""
    plain = fold(squeeze(text))
    return len(plain) < 80 and bool(_SIGNED.match(plain)) and not unit_in(plain)


def is_heading_of_table(text: str) -> bool:
    """Return whether a text is a table's title, a field, or its printed number."""
    return (
        is_field(text)
        or table_of_title(text) is not None
        or (printed_number(text) is not None and len(squeeze(text)) < 40)
    )

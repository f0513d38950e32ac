"""Titles of tables: which canonical table a line, a sheet name or a row of a sheet names."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from dagster_project.form.labels import comparable
from dagster_project.form.layouts import read_variants
from dagster_project.form.seeds import LAYOUTS_DIR, read_seed

_NUMBER = re.compile(r"[（【\[]?(?:财决)?公开0?(?P<number>\d{1,2})表[）】\]]?")
# What may stand between a mark and a title.
_LONGEST_MARK = 10
_TELLS_MARK = re.compile(r"[表件A-Za-z]")
_BEHIND_MARK = re.compile(r"[、．.：:\-—_）】\]]*")
_YEAR = re.compile(r"(?:19|20)\d{2}年?度?")
_CONTINUED = re.compile(r"[（(]?续(?:表)?[一二三四五六七八九十\d]*[）)]?$|[（(]\d{1,2}[）)]$")
_OWNER = re.compile(r"^.{2,40}?(?:局|委|办|部|院|会|处|中心|学校)(?=.{5,}$)")
_DATED_OWNER = re.compile(r"^.{2,40}?(?:19|20)\d{2}年?度?(?=.{5,}$)")
_TAIL_MARK = re.compile(
    r"[（【\[](?:(?:公开|附)?[表件]|[A-Za-z]{1,3})?[一二三四五六七八九十\d\-]{1,5}表?[）】\]]$"
)
_LONGEST = 60
# A text is asked for its title as a line, as a cell and as a heading, and again in every volume.
_MOST_KEPT = 4096
# The code of a table that is none of the form's, by its order in the document.
OTHER_TABLE = "other_{number:02d}"
_OTHER_CODE = re.compile(r"other_\d{2,3}")
# 机关运行经费支出决算表, 国有资产使用情况表; not 如下表, not the title of a whole volume.
_OTHER_TITLE = re.compile(
    r"(?!.*(?:部门|单位)决算(?:公开)?(?:报?表|说明)$)(?!.*(?:下|上|本|此|附|该|各|报|列)表$)"
    r"[^。；：:，！？]{3,50}(?:表|明细|情况)(?:[（(][^（）()]{1,15}[）)])?"
)


def owner_in_title(text: str) -> str:
    """Return what stands before the known title that a text ends in, blank for nothing."""
    plain = _NUMBER.sub("", comparable(text))
    for title in sorted(_known(), key=len, reverse=True):
        if plain.endswith(title):
            return _without_marks(plain.removesuffix(title))[-1]
    return ""


@cache
def _marks() -> tuple[re.Pattern[str], ...]:
    rows = read_seed(LAYOUTS_DIR / "table_marks.csv")
    return tuple(re.compile(row["pattern"]) for row in rows)


@lru_cache(maxsize=_MOST_KEPT)
def is_mark(text: str) -> bool:
    """Return whether a text is nothing but the mark of a table: 公开01表, 表2-1, GK06."""
    plain = comparable(text).strip("（）【】[]")
    # A number alone is as well a line number, a page or a code.
    return any(mark.fullmatch(plain) for mark in _marks()) and bool(_TELLS_MARK.search(plain))


def _without_marks(text: str) -> list[str]:
    """Return the text, and what is left of it behind each mark that it may begin with."""
    rests = {text}
    for begun in {text, text.lstrip("（【[")}:
        for end in range(1, min(len(begun), _LONGEST_MARK + 1)):
            # 表一一般公共预算: only a title that is known tells which 一 is the mark's.
            if any(mark.fullmatch(begun[:end]) for mark in _marks()):
                rests.add(_BEHIND_MARK.sub("", begun[end:], count=1))
    return sorted(rests, key=len, reverse=True)


def printed_number(text: str) -> str | None:
    """Return the 公开NN表 that a text holds, or None."""
    found = _NUMBER.search("".join(text.split()))
    return f"公开{int(found['number']):02d}表" if found else None


@cache
def _known() -> dict[str, str]:
    """Return table codes by comparable title."""
    known: dict[str, str] = {}
    for variant in read_variants():
        for title in variant.titles:
            known.setdefault(comparable(title), variant.table_code)
    for row in _aliases():
        known.setdefault(comparable(row["title"]), row["table_code"])
    return known


@cache
def _aliases() -> tuple[dict[str, str], ...]:
    return tuple(read_seed(LAYOUTS_DIR / "title_aliases.csv"))


@cache
def _needed_shapes() -> dict[str, str]:
    return {comparable(r["title"]): r["needs_shape"] for r in _aliases() if r["needs_shape"]}


@lru_cache(maxsize=_MOST_KEPT)
def best_title(text: str) -> str:
    """Return the known title that a text is, where it is one to the letter, else blank."""
    return next((form for form in _forms(text) if form in _known()), "")


@lru_cache(maxsize=_MOST_KEPT)
def shape_needed(text: str) -> str:
    """Return the shape that a table must have for its title to mean what it says, else blank.

    收入支出决算表 is gk01 where income and expenditure stand side by side.
    """
    return next(filter(None, (_needed_shapes().get(form) for form in _forms(text))), "")


def is_other_table_code(code: str) -> bool:
    """Return whether a code is that of a table that is none of the form's."""
    return bool(_OTHER_CODE.fullmatch(code))


@lru_cache(maxsize=_MOST_KEPT)
def other_title(text: str) -> str | None:
    """Return a title of a table that no layout knows, without its marks, or None."""
    if len(text) > 2 * _LONGEST or table_of_title(text) or is_mark(text):
        return None
    plain = _CONTINUED.sub("", _BEHIND_MARK.sub("", _NUMBER.sub("", comparable(text)), count=1))
    bare = _without_marks(plain)[-1]
    return bare if _OTHER_TITLE.fullmatch(bare) else None


def _forms(text: str) -> list[str]:
    """Return the title as printed and without what may stand around it."""
    plain = _BEHIND_MARK.sub("", _NUMBER.sub("", comparable(text)), count=1)
    plain = re.sub(r"[.…·．]{3,}\d*$", "", plain).rstrip(":：")
    forms = [plain]
    for marked in _without_marks(plain):
        shorter = _CONTINUED.sub("", marked)
        # A mark may stand behind the year as well, or in brackets behind the title.
        bare = _TAIL_MARK.sub("", _YEAR.sub("", shorter))
        forms += [shorter, bare]
        forms += [
            form.removeprefix(owner) for form in (shorter, bare) for owner in ("部门", "单位")
        ]
        for owner in filter(None, (_DATED_OWNER.match(shorter), _OWNER.match(shorter))):
            rest = shorter[owner.end() :]
            forms += [rest, rest.removeprefix("部门"), rest.removeprefix("单位")]
    return [form for form in dict.fromkeys(forms) if form]


@cache
def _telling_words() -> tuple[str, ...]:
    return tuple(row["word"] for row in read_seed(LAYOUTS_DIR / "title_words.csv"))


def _tells_another(text: str, title: str) -> bool:
    """Return whether a text has a whole word more than a title: 项目 for 基本 is no misreading."""
    return any(text.count(word) > title.count(word) for word in _telling_words())


def _misread(text: str) -> str | None:
    """Return the code of the only title as long as the text with one or two other characters."""
    allowed = 0 if len(text) < 6 else 1 if len(text) < 12 else 2
    near: dict[str, int] = {}
    for title, code in _known().items():
        if len(title) != len(text) or _tells_another(text, title):
            continue
        wrong = sum(a != b for a, b in zip(title, text, strict=True))
        near[code] = min(wrong, near.get(code, wrong))
    ranked = sorted(near.items(), key=lambda item: item[1])
    if not ranked or ranked[0][1] > allowed:
        return None
    if len(ranked) > 1 and ranked[1][1] <= ranked[0][1] + 1:
        return None
    return ranked[0][0]


@lru_cache(maxsize=_MOST_KEPT)
def table_of_title(text: str) -> str | None:
    """Return the code of the table that this text is the title of, or None.

    Only whole titles count: 财政拨款收入支出决算总表 ends in 收入支出决算总表 and is another table.
    One or two misread characters are forgiven where no other title is as near.
    """
    if len(text) > 2 * _LONGEST or "表" not in text:
        return None
    forms = _forms(text)
    for form in forms:
        code = _known().get(form)
        if code is not None:
            return code
        # Characters of wrapped or quoted titles may come out in another order.
        if len(form) >= 8:
            for title, title_code in _known().items():
                if len(title) == len(form) and sorted(title) == sorted(form):
                    return title_code
    return next(filter(None, map(_misread, forms)), None)

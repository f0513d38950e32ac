"""The code and name in front of a row: joined or split over 类 款 项, spaced, or glued together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from dagster_project.form.codes import CODE, SPACED_CODE
from dagster_project.form.labels import squeeze
from dagster_project.reading.model.grid import GridCell
from dagster_project.reading.model.readings import readings_agree

_CODE_PART = re.compile(r"\d[\d\s.\-]*")
# A code kept as a number shows what its cell's format shows of numbers: 2,080,505.00 and 208.0.
_AS_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})*|\d+)(?:\.0+)?")
_GLUED = re.compile(rf"({SPACED_CODE})[\s.、\-]*(\D.*)", re.DOTALL)
# Some forms print 类 款 项 in front of the total, in the total's own row.
_CODE_HEADINGS = frozenset({"类", "款", "项", "类款项"})
_BRACKETED = re.compile(rf"[\[【〔<《(]({SPACED_CODE})[\]】〕>》)]")
_NAME_FIRST = re.compile(rf"(\D.*?)[\s（(]*({CODE})[）)]?")


@dataclass(frozen=True)
class Lead:
    """What stands in front of the figures of one row."""

    code: str = ""
    printed_code: str = ""
    name: str = ""
    readings_agree: bool = True
    place: str = ""


def _split(text: str) -> tuple[str, str]:
    """Return (code, name) as printed in one cell."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if _CODE_PART.fullmatch(plain) or _AS_NUMBER.fullmatch(plain):
        return plain, ""
    bracketed = _BRACKETED.fullmatch(plain)
    if bracketed:
        return bracketed[1], ""
    glued = _GLUED.fullmatch(plain)
    if glued:
        return glued[1], text[text.index(glued[2][0]) :] if glued[2][0] in text else glued[2]
    name_first = _NAME_FIRST.fullmatch(plain)
    if name_first:
        return name_first[2], name_first[1]
    return "", text


def _digits(text: str) -> str:
    """Return the digits of a code: without the zeros behind a point that only its format shows."""
    number = _AS_NUMBER.fullmatch(text)
    text = number[1] if number else text
    return "".join(character for character in text if character.isdigit())


def join_parts(parts: Sequence[str]) -> str:
    """Return one code from its parts 201 06 01; parts that each repeat the whole do not add up."""
    joined = ""
    for part in parts:
        joined = part if joined and part.startswith(joined) else joined + part
    return joined


def read_lead(cells: Sequence[GridCell]) -> Lead:
    """Return the code and name that the cells in front of a row hold."""
    printed: list[str] = []
    names: list[str] = []
    agree = True
    for cell in cells:
        code, name = _split(cell.text)
        if printed and name and code:
            # Behind a code of its own, digits belong to the name: 110联动服务.
            code, name = "", cell.text
        if code:
            printed.append(code.strip())
            agree = agree and readings_agree(cell)
        if name and squeeze(name) not in _CODE_HEADINGS:
            names.append(squeeze(name))
    return Lead(
        code=join_parts([_digits(part) for part in printed]),
        printed_code=join_parts(printed),
        name="".join(names),
        readings_agree=agree,
        place=cells[0].locator if cells else "",
    )

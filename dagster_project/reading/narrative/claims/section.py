"""Which paragraphs are 情况说明, and what each heading says the text below it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dagster_project.form.enumerators import HAN_NUMBER, ITEM, PART, SECTION, SUBSECTION
from dagster_project.reading.model.document import Paragraph
from dagster_project.reading.narrative.claims.grammar import Grammar
from dagster_project.reading.narrative.claims.numbers import Text, find_numbers, make_text

_PART = re.compile(f"^{PART}")
_NARRATIVE = re.compile(r"情况说明|说明$|情况$|说明的?(?:重要)?事项$")
_TABLES = re.compile(r"决算表|名词解释|附件|附表|概况")
_TOP = re.compile(f"^{SECTION}")
# 二、部门决算收支情况说明, 三、“三公”经费情况说明: where nothing names the parts, the text goes on.
_GOES_ON = re.compile(r"三公|其他(?:重要|需要|有关)?[^，。]{0,4}事项")
# Up to the first amount of a paragraph.
_OPENING = re.compile(r"^[^。；]*?(?=\d[\d.,]*(?:亿|万)?元)")
_ENUMERATED = re.compile(f"^(?:{SECTION}|{SUBSECTION}|{ITEM})")
# Where 总体 is left out, the text begins with what came in.
_FIRST_SECTIONS = (
    re.compile(r"^一、.*收.*总体"),
    re.compile(r"^[一二三]、.*收入决算(?:情况)?(?:说明)?$"),
)
_GLOSSARY = re.compile(r"名词解释")
# A text that names no part and has no standard section tells its accounts all the same.
_TELLS = re.compile(r"收入|支出|费|决算|资产|采购")
# 三公经费支出情况: the title of a section that nothing numbers.
_BARE_TITLE = re.compile(r"(?:情况|说明|决算|经费|事项)(?:公开)?：?$")
_BARE_LENGTH = 36
_HEADING_LENGTH = 60
_SENTENCE_END = "。；：！？”）"

# （二）政府采购支出情况。2024年度…: the title of a section at the head of its only paragraph.
_RUN_IN = re.compile(
    rf"^(?:{SECTION}|（{HAN_NUMBER}）|(?P<digits>{ITEM}))"
    r"[^，。；：\d]{2,24}(?:情况|说明)。(?=.)"
)


@dataclass(frozen=True)
class Piece:
    """One paragraph of 情况说明: its text, its topic where it is a heading."""

    paragraph: Paragraph
    text: Text
    is_heading: bool
    is_top: bool = False
    continues: bool = False
    may_open: bool = False


def _parts(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs of the part whose title is 情况说明, from its title on.

    Parts are 第三部分 in most forms, 三、 in some: then what 一、 is elsewhere is （一） there, and
    what 三公经费 and 其他重要事项 are told of is a part of its own, behind that of 决算.
    """
    titles = [make_text(paragraph.text).plain for paragraph in paragraphs]
    # 三、一般公共预算财政拨款支出决算情况。 is a title all the same.
    short = [title.rstrip("。：") if len(title) <= _HEADING_LENGTH else "" for title in titles]
    level = _PART if any(map(_PART.match, short)) else _TOP
    chosen: list[Paragraph] = []
    inside = False
    for paragraph, title in zip(paragraphs, short, strict=True):
        if level.match(title):
            goes_on = inside and level is _TOP and bool(_GOES_ON.search(title))
            of_all = level is _PART or "决算" in title or bool(chosen)
            says = of_all and bool(_NARRATIVE.search(title))
            inside = (goes_on or says) and not _TABLES.search(title)
        if inside:
            chosen.append(paragraph)
    return chosen


def _from_first_section(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the text from the first standard section on: parts are not named in every form."""
    titles = [make_text(paragraph.text).plain for paragraph in paragraphs]
    begun = ([at for at, t in enumerate(titles) if first.match(t)] for first in _FIRST_SECTIONS)
    starts = next(filter(None, begun), None)
    if not starts:
        return []
    start = starts[-1]
    ends = [at for at in range(start, len(titles)) if _GLOSSARY.search(titles[at][:20])]
    return list(paragraphs[start : ends[0] if ends else len(titles)])


def _without_structure(paragraphs: Sequence[Paragraph], grammar: Grammar) -> list[Paragraph]:
    """Return a text of which nothing says where it begins: from its first figures of money on.

    A page of 三公经费 alone, or an account in the words of its author. What the parts are of that a
    title names, is known: there are no figures of ours in 概况 and in tables.
    """
    chosen: list[Paragraph] = []
    inside = True
    title: Paragraph | None = None
    for paragraph in paragraphs:
        text = make_text(paragraph.text)
        if _GLOSSARY.search(text.plain[:20]):
            break
        if len(text.plain) <= _HEADING_LENGTH and _PART.match(text.plain):
            inside = not _TABLES.search(text.plain)
        if not inside:
            continue
        if not chosen:
            money = any(token.unit_kind == "money" for token in find_numbers(text, grammar))
            if not (money and _TELLS.search(text.plain)):
                title = paragraph if _is_heading(text, grammar) else None
                continue
            chosen += [title] if title else []
        chosen.append(paragraph)
    return chosen


def _is_heading(text: Text, grammar: Grammar) -> bool:
    if len(text.plain) > _HEADING_LENGTH:
        return False
    if not (_ENUMERATED.match(text.plain) or _PART.match(text.plain)) and not (
        len(text.plain) <= _BARE_LENGTH
        and _BARE_TITLE.search(text.plain)
        and _titled_topic(text, grammar)
    ):
        return False
    figures = [token for token in find_numbers(text, grammar) if token.unit_kind != "none"]
    return not figures and "。" not in text.plain[:-1] and "，" not in text.plain


def _titled_topic(text: Text, grammar: Grammar) -> str:
    """Return the topic that a title names, else nothing."""
    title = _ENUMERATED.sub("", text.plain, count=1)
    found = (t for t in grammar.topics if t.place == "heading" and t.pattern.search(title))
    return next((topic.topic for topic in found), "")


def _end_of_title(text: Text, grammar: Grammar) -> int:
    """Return where the title at the head of a paragraph ends; 0 where there is none.

    1.具体情况。 is a title below a section: what it is about was said before.
    """
    title = _RUN_IN.match(text.plain)
    if title is None:
        return 0
    head = Text(title[0], title[0])
    return title.end() if not title["digits"] or _titled_topic(head, grammar) else 0


def narrative_pieces(paragraphs: Iterable[Paragraph], grammar: Grammar) -> list[Piece]:
    """Return the paragraphs of 情况说明 in order, headings marked."""
    given = list(paragraphs)
    chosen = _parts(given)
    if not any(_ENUMERATED.match(make_text(p.text).plain) for p in chosen[1:]):
        chosen = _from_first_section(given) or chosen
    is_loose = len(chosen) <= 1
    if is_loose:
        chosen = _without_structure(given, grammar)
    pieces: list[Piece] = []
    for paragraph in chosen:
        text = make_text(paragraph.text)
        if not text.plain:
            continue
        heading = _is_heading(text, grammar)
        before = pieces[-1] if pieces else None
        # A page break may leave a sentence in two paragraphs: its second half needs the first.
        continues = (
            before is not None
            and not before.is_heading
            and not heading
            and before.text.printed[-1] not in _SENTENCE_END
        )
        if not heading and (end := _end_of_title(text, grammar)):
            head = Text(text.printed[:end], text.plain[:end])
            pieces.append(
                Piece(paragraph, head, is_heading=True, is_top=bool(_TOP.match(text.plain)))
            )
            text = Text(text.printed[end:], text.plain[end:])
            pieces.append(Piece(paragraph, text, is_heading=False))
            continue
        is_top = bool(_TOP.match(text.plain))
        pieces.append(Piece(paragraph, text, heading, is_top, continues, is_top or is_loose))
    return pieces


def topic_of_heading(piece: Piece, current: str, grammar: Grammar) -> str:
    """Return the topic a heading opens; a lower heading without one of its own keeps it."""
    if topic := _titled_topic(piece.text, grammar):
        return topic
    # A part begins afresh: what 第四部分 tells of is not what the last section of 第三部分 did.
    return "" if piece.is_top or _PART.match(piece.text.plain) else current


def topic_of_opening(piece: Piece, grammar: Grammar) -> str:
    """Return the topic that a numbered paragraph opens by itself, without a title; else nothing.

    三、2014年度公共预算财政拨款支出100.00万元: what stands before its first amount says of what.
    """
    if not piece.may_open or piece.is_heading or piece.continues:
        return ""
    opening = _OPENING.match(piece.text.plain)
    if opening is None:
        return ""
    found = (t for t in grammar.topics if t.place == "opening" and t.pattern.search(opening[0]))
    return next((topic.topic for topic in found), "")

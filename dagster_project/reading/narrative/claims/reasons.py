"""What a reason is worth: which way its words go, what it compares with, if it says anything.

The words are rows of ``reason_words.csv``. Each is taken out of the reason before the next is
looked for, so that 未新增 is not read as 新增, nor 人员减少 twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dagster_project.form.seeds import read_seed
from dagster_project.reading.narrative.claims.grammar import Grammar
from dagster_project.reading.narrative.claims.state import PRIOR_YEAR
from dagster_project.runtime.settings import SEEDS_DIR

MORE, LESS = "增加", "减少"
BUDGET = "预算"
_WAYS = {"增加": MORE, "减少": LESS, "大于": MORE, "小于": LESS}
# Where the next item of a paragraph begins, no reason goes on; 一是…；二是… and 1、…；2、… do.
_NEXT_ITEM = re.compile(
    r"；(?!(?:[一二三四五六七八九十]是|其[一二三四五]|（?\d+[）、.]))|，?其中[：，]?"
)
_CLAUSES = re.compile(r"[，；]")
_PAST = re.compile(r"[上去]一?年|20\d\d年")
_YEAR = re.compile(r"20\d\d年度?")
_AFTER_CHANGE = r"(?:了|额|数|幅|幅度|较[多大]|明显)?(?=[\d，。；的]|为\d|$)"
_BEHIND_COMPARE = r"(?:于)?[^，。；\d]{0,6}预算"
_BEHIND_COMPARE_YEAR = r"(?:于)?(?:上一?年|去年|20\d\d年)(?!度?[^，。；\d]{0,6}预算)(?:度|同期)?"
_RATE = re.compile(
    r"(?:完成|占|为)?[^，。；\d]{0,12}预算(?!数?为)[^，。；\d]{0,10}?(?:\d[\d,.]*(?:万|亿)?元的?)?"
    r"(?P<rate>\d+(?:\.\d+)?)%"
)
# What stays over or is owned grows when less is spent.
_NO_SPENDING = re.compile(r"结转|结余|余额|资产|负债")
_INCOME = re.compile(r"收入")
_SPENDING = re.compile(r"支出?|经费|费|总计")
# 小于预算数的主要原因: what stands so close before 原因 is what it explains.
_ATTACHED = 6
# 因公出国（境）费支出持平的主要原因: nothing became more or less, whatever was said before.
_LEVEL_EXPLAINED = re.compile(r"(?:持平|无增减变化|无变化|没有变化|不变)的?(?:主要)?$")
# What is explained stands within so many characters: a paragraph may be a book.
_NEAR = 400


@dataclass(frozen=True)
class Question:
    """What a reason is to explain: which way it went, compared with what; empty: not sure."""

    way: str = ""
    base: str = ""


@dataclass(frozen=True)
class _Comparison:
    end: int
    way: str
    base: str


_BUDGET_ALONE = re.compile(
    r"(?:20\d\d年度?|本年度?|当年)?(?:年初|全年|调整后?)?预算(?:数|金额|安排)?(?:为|是|：)?[\d,.]+(?:亿元|万元|元)"
    r"(?:，(?:支出)?决算(?:数|支出)?(?:为|是|：)?[\d,.]+(?:亿元|万元|元))?"
)
# 较年初预算数增加17.89万元，增长16.91%。
_AMOUNT_ENDS = re.compile(r"[\d,.]+(?:亿元|万元|元|%)")


@dataclass(frozen=True)
class _Word:
    kind: str
    pattern: re.Pattern[str]
    not_accounts: re.Pattern[str] | None


@cache
def _words() -> tuple[_Word, ...]:
    rows = read_seed(SEEDS_DIR / "claims" / "reason_words.csv")
    return tuple(
        _Word(
            row["word_kind"],
            re.compile(row["pattern"]),
            re.compile(row["not_accounts"]) if row["not_accounts"] else None,
        )
        for row in rows
    )


@cache
def _of_kind(kind: str) -> re.Pattern[str]:
    return re.compile(
        "|".join(f"(?:{word.pattern.pattern})" for word in _words() if word.kind == kind)
    )


def _comparisons(text: str, grammar: Grammar) -> Iterator[_Comparison]:
    """Yield what a sentence says became more or less, and compared with what."""
    compare = grammar.slot("compare", "{}" + _BEHIND_COMPARE)
    for match in compare.finditer(text):
        if way := _WAYS.get(grammar.directions[match["direction"]]):
            yield _Comparison(match.end(), way, BUDGET)
    for match in grammar.slot("compare", "{}" + _BEHIND_COMPARE_YEAR).finditer(text):
        if way := _WAYS.get(grammar.directions[match["direction"]]):
            yield _Comparison(match.end(), way, PRIOR_YEAR)
    for match in _RATE.finditer(text):
        rate = float(match["rate"])
        if rate != 100:
            yield _Comparison(match.end(), MORE if rate > 100 else LESS, BUDGET)
    bases = sorted(
        [(match.end(), PRIOR_YEAR) for match in grammar.slot("prior").finditer(text)]
        + [(match.end(), BUDGET) for match in grammar.slot("prior_budget").finditer(text)]
    )
    change = grammar.slot("direction", "{}" + _AFTER_CHANGE)
    for match in change.finditer(text):
        before = [base for end, base in bases if end <= match.start()]
        way = _WAYS[grammar.directions[match["direction"]]]
        yield _Comparison(match.end(), way, before[-1] if before else "")


def _sorted(text: str, grammar: Grammar) -> list[_Comparison]:
    return sorted(_comparisons(text, grammar), key=lambda one: one.end)


def read_question(plain: str, start: int, grammar: Grammar) -> Question:
    """Return what the reason at this place is to explain.

    It stands in the same sentence, or in the one before where that says nothing of it. Where a
    sentence says two things, only what stands right before 原因 is sure.
    """
    *_, before, own = ["", *re.split(r"[。；]", plain[max(0, start - _NEAR) : start])]
    whole, own = own, own.rpartition("其中")[2]
    # 完成年初预算的104.42%，其中年初预算1912.82万元，主要原因: the budget is no item of its own.
    if _BUDGET_ALONE.fullmatch(own.strip("，：")):
        own = whole
    before = before.rpartition("其中")[2]
    if _LEVEL_EXPLAINED.search(own):
        return Question()
    found = _sorted(own, grammar)
    text = own if found else before
    if _NO_SPENDING.search(text) or (_INCOME.search(text) and not _SPENDING.search(text)):
        return Question()
    if found and len(behind := own[found[-1].end :]) <= _ATTACHED and "，" not in behind:
        found = found[-1:]
    # 比上年减少3.00元。减少的主要原因: the sentence before says what it is compared with.
    if not any(one.base for one in found):
        ways = {one.way for one in found}
        found = [one for one in _sorted(before, grammar) if not ways or one.way in ways] or found
    ways, bases = {one.way for one in found}, {one.base for one in found}
    return Question(ways.pop() if len(ways) == 1 else "", bases.pop() if len(bases) == 1 else "")


def ends_with_deviation(plain: str, grammar: Grammar) -> bool:
    """Return whether a paragraph ends with how far spending is from its budget."""
    sentences = [sentence for sentence in re.split(r"[。；]", plain) if sentence]
    found = _sorted(sentences[-1], grammar) if sentences else []
    if not found or found[-1].base != BUDGET:
        return False
    behind = sentences[-1][found[-1].end :]
    return len(behind) <= 2 or bool(_AMOUNT_ENDS.fullmatch(behind))


# 下降8.83%，增加的主要原因: the word of the reason is not that of the change right before it.
_CALLED = r"(?:了|额|数|幅|幅度|为)*\d[\d,.]*(?:亿元|万元|元|%|个百分点)[，。；]"
_CALLED_REASON = r"(?:额|幅|幅度)?的?(?:主要)?原因"
# 其他收入减少…，主要是捐赠收入增加: a part of what fell cannot have made it fall by growing.
_INCOME_CHANGE = re.compile(
    r"(?P<income>[^，。；：、\d]{0,12}收入(?:合计|总计|决算)?)[^。；：]{0,40}?"
    r"(?P<way>增加|增长|减少|下降)(?:了)?\d[\d,.]*(?:万元|元|亿元|%)"
    r"，(?:主要)?(?:原因)?(?:是|系|为)(?:由于|因为|因)?(?:本年度?)?"
    r"(?P<part>[^，。；、\d]{0,12}收入)(?:有所|相应|大幅)?(?P<other>增加|增长|减少|下降)[。；]"
)
# One source may make up for another, but not for the whole.
_SOURCE = re.compile(r"财政|拨款|事业|经营|上级|附属|其他|非税|自有|专户|基金")
_ALL_INCOME = re.compile(r"(?:收入(?:合计|总计)|总收入|本年收入)$")


def contradicted_words(plain: str, grammar: Grammar) -> Iterator[tuple[str, str, str]]:
    """Yield where a reason is called one of the other way: its way, word and text."""
    called = grammar.slot("direction", "{}" + _CALLED)
    for match in called.finditer(plain):
        way = _WAYS[grammar.directions[match["direction"]]]
        # Other words of the same way go on: 增加3.00元，增长5%，减少的主要原因.
        reason = grammar.slot("direction", "{}" + _CALLED_REASON).match(plain, match.end())
        if reason and _WAYS[grammar.directions[reason["direction"]]] != way:
            yield way, reason["direction"], plain[match.start() : reason.end()]
    for match in _INCOME_CHANGE.finditer(plain):
        way = _WAYS[grammar.directions[match["way"]]]
        is_other_source = _SOURCE.search(match["part"]) and not _ALL_INCOME.search(match["income"])
        if _WAYS[grammar.directions[match["other"]]] != way and not is_other_source:
            said = match["part"] + match["other"]
            yield way, said, match[0].rstrip("。；")


def own_part(reason: str) -> str:
    """Return a reason up to where the next item begins; nothing where another reason follows."""
    own = _NEXT_ITEM.split(reason)[0]
    return "" if "原因" in own else own


def effect_of(
    reason: str, account_code: str, fiscal_year: int, grammar: Grammar
) -> tuple[str, str]:
    """Return which way the words of a reason can only go, and the first of them; else nothing."""
    text = grammar.slot("prior").sub("", own_part(reason))
    text = _YEAR.sub(lambda year: "" if year[0].startswith(str(fiscal_year)) else "上年", text)
    ways: dict[str, str] = {}
    for word in _words():
        if word.not_accounts is not None and word.not_accounts.fullmatch(account_code):
            kind = "unsure"
        else:
            kind = word.kind
        if kind not in ("more", "less", "unsure"):
            continue
        if match := word.pattern.search(text):
            ways.setdefault(kind, match[0])
            text = word.pattern.sub("\n", text)
    if len(ways) != 1 or "unsure" in ways:
        return "", ""
    return (MORE, ways["more"]) if "more" in ways else (LESS, ways["less"])


def compares_otherwise(reason: str, base: str, grammar: Grammar) -> str:
    """Return the words of a reason that compares with something else than what it is to explain.

    Every clause of it does: a reason that names both, or anything besides, may be one.
    """
    own = own_part(reason)
    prior = grammar.slot("prior")
    clauses = [clause for clause in _CLAUSES.split(own) if clause.strip("。、“")]
    meant: tuple[re.Pattern[str], ...]
    if base == BUDGET and not _of_kind("beside_budget").search(own):
        meant = (prior, _of_kind("of_last_year"))
        beside = _of_kind("beside_last_year")
    elif base == PRIOR_YEAR and not prior.search(own) and not _PAST.search(own):
        meant = (_of_kind("of_budget"),)
        beside = _of_kind("beside_budget")
    else:
        return ""
    first = next((match for pattern in meant if (match := pattern.search(own))), None)
    is_all = all(any(one.search(clause) for one in (*meant, beside)) for clause in clauses)
    return first[0] if first and is_all else ""


def says_nothing(reason: str) -> bool:
    """Return whether a reason is a phrase that tells nothing of what happened."""
    return _of_kind("empty").fullmatch(reason.strip("，、；")) is not None

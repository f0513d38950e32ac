"""Purposes (主要用于…) and reasons (主要原因：…): what a text says beside its figures."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence

from dagster_project.reading.narrative.claims.accounts import AccountNames
from dagster_project.reading.narrative.claims.grammar import Grammar
from dagster_project.reading.narrative.claims.model import Statement
from dagster_project.reading.narrative.claims.numbers import Text
from dagster_project.reading.narrative.claims.reasons import (
    BUDGET,
    LESS,
    MORE,
    compares_otherwise,
    contradicted_words,
    effect_of,
    ends_with_deviation,
    read_question,
    says_nothing,
)
from dagster_project.reading.narrative.claims.section import Piece
from dagster_project.reading.narrative.claims.subjects import Subject, SubjectReader, shorten

# Where each reason of a paragraph begins, and what it says.
Places = Sequence[tuple[int, str]]
# What is spoken of at a place of the paragraph.
SubjectAt = Callable[[int], Subject]

_PURPOSE = re.compile(r"主要用于：?(?P<purpose>[^。；]{2,200})[。；]")
# 小于上年决算数的主要情况：: what some forms call a reason.
_REASON = re.compile(
    r"(?:(?:(?:主要)?原因|(?:预算|决算)数?的主要情况)(?:是|为|系|在于|：)+"
    r"|主要原因(?=[一-鿿]{4})(?!有|如下|见|分析|说明|及|和|与|的|是|为|系|在于))"
    r"(?P<reason>[^。]{0,400})"
)
# 增加20.00元，主要是人员增加: a reason, though not always one of money.
_BECAUSE = re.compile(r"(?:主要是(?!指|用于)|主要系|(?:是|系)?由于|一是)(?P<reason>[^。]{1,400})")
_REASON_FOLLOWS = re.compile(r"(?:主要)?原因(?:是|为)?：?$")
_FILLING = re.compile(r"(?:等|的|支出|费用|经费|方面|工作|[、，“])")
_OMITTED = re.compile(r"^（?略")
# What a reason may say without saying anything: when, how much, which way.
_EMPTY = re.compile(
    r"本年度?|当年度?|今年|上年度?|全年|年度|年初|有所|相应|所致|导致|引起|造成|由于|因为|主要|实际|总体|相比"
    r"|决算数?|预算数?|支出|费用|经费|金额|总额|增加|增长|增多|上升|减少|下降|降低|大于|小于|多于|少于|高于|低于"
    r"|变化|变动|[的了比较与和数额等均各及，。、：；“（）\d.%万元年]"
)
# 人员增加 is a reason for more 人员经费; 人员经费增加 is none.
_OF_MONEY = re.compile(r"支出|费用?|经费|决算|预算|收入|资金|拨款")
# 项目支出减少 says which part of a sum became less, not why; 基建项目支出减少 says what was built.
_MONEY_WORDS = "支出|经费|费用"
_PART_OF_SUM = re.compile(
    rf"(?:基本|项目|专项|人员|日常公用|公用|工资福利|商品和?服务|对?个人和家庭的?补助?|资本性|机关运行)(?:{_MONEY_WORDS})"
    r"|“?三公“?经费|因公出国（?境?）?费用?|公务用车(?:购置及?)?(?:运行)?(?:维护)?费|公务接待费"
    r"|(?:一般公共预算|政府性基金预算)?财政拨款(?:收入|支出)?"
    r"|(?:事业|经营|上级补助|附属单位上缴|本年)(?:收入|支出)"
)
# 当年度无三公经费支出 explains nothing of what is no 三公经费; where that may be, the rule knows.
_NO_THREE_PUBLIC = re.compile(
    r"^(?:(?:本|当|今|全)年度?)?(?:我?(?:单位|部门|局))?(?:均|也)?"
    r"(?:无|没有|未发生|未产生)(?P<thing>“?三公“?经费|公务接待|因公出国|公务用车)[^，；。]{0,12}$"
)
_LEAST_QUESTION = 4
# So much of a reason is told where the text itself is left out: a label.
_TOLD = 12
# A paragraph that a page break cut before its reason.
_GOES_ON = re.compile(r"^[，、]?(?:主要|其|原因|由于|系|是|因)")
# What money does when it becomes more or less; people and tasks do so too.
_MONEY = "支出|支付|开支|经费"


def _change_of_money(verbs: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{verbs})了?(?:{_MONEY})|(?:{_MONEY}|费用?)(?:有所)?(?:{verbs})")


_MORE = _change_of_money("增加|增长|上升|多")
_LESS = _change_of_money("减少|下降|压减|节约")


def _key(text: str) -> str:
    """Return a short hash of what a text says: two texts that say the same have the same."""
    return hashlib.sha256(_FILLING.sub("", text).encode()).hexdigest()[:12]


def _statement(piece: Piece, topic: str, subject: Subject | None, **fields: str) -> Statement:
    return Statement(
        subject=subject.name if subject else "",
        account_code=subject.account_code if subject else "",
        topic=topic,
        paragraph=piece.paragraph,
        **fields,
    )


def find_purposes(
    piece: Piece, topic: str, subjects: SubjectReader, accounts: AccountNames
) -> Iterator[Statement]:
    """Yield what each account path of the paragraph is said to be for.

    ``base`` is basic, project or both where the purpose names 基本支出 or 项目支出;
    ``other_account_code`` is another account of the document whose name stands in the purpose.
    """
    if not topic.startswith(("general_public", "government_fund", "state_capital")):
        return
    text = piece.text
    for match in _PURPOSE.finditer(text.plain):
        path = subjects.last_path(text.plain[: match.start()])
        if path is None or len(path[0].path) < 3:
            continue
        purpose = text.printed[slice(*match.span("purpose"))]
        is_project = "项目支出" in purpose
        # 人员支出、公用支出及项目支出: both; without a project they are no word for the split.
        parts = ("基本支出", "人员", "公用") if is_project else ("基本支出",)
        is_basic = any(part in purpose for part in parts)
        yield _statement(
            piece,
            topic,
            path[0],
            statement_kind="purpose",
            base={(True, True): "both", (True, False): "basic", (False, True): "project"}.get(
                (is_basic, is_project), ""
            ),
            other_account_code=accounts.other_item_named(purpose, path[0].account_code),
            excerpt=shorten(purpose, 60),
            text_key=_key(purpose),
        )


def reason_direction(reason: str) -> str:
    """Return 增加 or 减少 where a reason says that money did the one and not the other."""
    more, less = bool(_MORE.search(reason)), bool(_LESS.search(reason))
    return "" if more == less else ("增加" if more else "减少")


def repeats_question(reason: str, question: str) -> bool:
    """Return whether a reason says nothing but what it is to explain, in the same words.

    ``question`` is what stands before 原因; of a sentence with 其中 only what is about the whole.
    """
    said = _EMPTY.sub("", reason)
    asked = iter(question.partition("其中")[0])
    return bool(_OF_MONEY.search(reason)) and all(character in asked for character in said)


def only_takes_apart(reason: str) -> bool:
    """Return whether a reason for a sum says nothing but which part of it changed."""
    rest, parts = _PART_OF_SUM.subn("", reason)
    return parts > 0 and not _EMPTY.sub("", rest)


def _question(plain: str, start: int) -> str:
    """Return the words that a reason at this place explains: its sentence, or the one before."""
    *_, before, own = ["", *re.split(r"[。；]", plain[:start])]
    own = re.sub(r"[，的]?(?:其)?(?:主要)?$", "", own)
    return own if len(own) >= _LEAST_QUESTION else before


def _standing(reason: str, question: str) -> str:
    if _OMITTED.match(reason):
        return "略"
    if (none := _NO_THREE_PUBLIC.match(reason)) and none["thing"] not in question:
        return "另指"
    first = reason.partition("；")[0]
    if repeats_question(first, question):
        return "重复"
    if says_nothing(first):
        return "空泛"
    return "拆分" if only_takes_apart(first) else ""


def find_places(piece: Piece, following: Text | None, grammar: Grammar) -> Places:
    """Return where each reason of a paragraph begins, and the reason.

    One that a page break cut off is in the paragraph that follows.
    """
    plain = piece.text.plain
    places = [(match.start(), match["reason"]) for match in _REASON.finditer(plain)]
    if (cut := _REASON_FOLLOWS.search(plain)) and following is not None:
        places = [place for place in places if place[0] < cut.start()]
        places.append((cut.start(), re.split("。", following.plain)[0]))
    if not places and grammar.slot("direction").search(plain):
        return [(match.start(), "") for match in _BECAUSE.finditer(plain)][:1]
    return places


def find_reasons(
    piece: Piece, places: Places, topic: str, grammar: Grammar, subjects: SubjectAt
) -> Iterator[Statement]:
    """Yield each reason of the paragraph, from the places that it has.

    ``base`` is the direction word before it in its sentence or the one before that, which it
    explains; ``direction`` what it says money did; ``printed_text`` is 略 where it was left out,
    重复 where it only repeats what it explains, 空泛 where it tells nothing, 拆分 where it only
    says which part changed, 另指 where it is that there was no 三公经费.
    """
    plain = piece.text.plain
    for start, reason in places:
        before = "".join(re.split(r"(?<=。)", plain[:start])[-2:])
        words = [
            (match.end(), grammar.directions[match["direction"]])
            for slot in ("direction", "compare", "level")
            for match in re.finditer(grammar.slots[slot], before)
        ]
        yield _statement(
            piece,
            topic,
            subjects(start),
            statement_kind="reason",
            direction=reason_direction(reason),
            base=max(words)[1] if words else "",
            printed_text=_standing(reason, _question(plain, start)),
            excerpt=shorten(reason, 60),
            text_key=_key(reason) if reason else "",
        )


# What is no account of spending: its reasons are of another kind.
_BESIDE_BUDGET = {MORE: "大于", LESS: "小于"}
_OTHER_TOPICS = ("performance", "assets")


def _plain_reason(plain: str, start: int) -> str:
    """Return what stands behind 由于 or 主要是, where no 原因 is named."""
    match = _BECAUSE.match(plain, start)
    return match["reason"] if match and not match[0].startswith("一是") else ""


def _doubt(piece: Piece, topic: str, subject: Subject, **fields: str) -> Statement:
    return _statement(piece, topic, subject, statement_kind="doubtful_reason", **fields)


def find_doubts(
    piece: Piece,
    places: Places,
    following: Text | None,
    topic: str,
    grammar: Grammar,
    subjects: SubjectAt,
    fiscal_year: int,
) -> Iterator[Statement]:
    """Yield what is wrong with the reasons of a paragraph beside what they are to explain.

    ``direction`` is which: contrary, where the words of a reason can only go the other way;
    other_base, where it compares with last year what was compared with the budget, or the reverse;
    missing, where the difference from the budget is stated and the paragraph ends. ``base`` is
    what was to be explained, ``printed_text`` the words that show it.
    """
    if topic.startswith(_OTHER_TOPICS):
        return
    plain = piece.text.plain
    for start, given in places:
        reason, subject = given or _plain_reason(plain, start), subjects(start)
        asked = read_question(plain, start, grammar)
        way, words = effect_of(reason, subject.account_code, fiscal_year, grammar)
        excerpt = shorten(f"{_question(plain, start)}：{reason}", 80)
        if asked.way and way and way != asked.way:
            yield _doubt(
                piece,
                topic,
                subject,
                direction="contrary",
                base=f"{_BESIDE_BUDGET[asked.way]}预算" if asked.base == BUDGET else asked.way,
                printed_text=words[:_TOLD],
                excerpt=excerpt,
            )
        if words := compares_otherwise(reason, asked.base, grammar):
            yield _doubt(
                piece,
                topic,
                subject,
                direction="other_base",
                base=asked.base,
                printed_text=words[:_TOLD],
                excerpt=excerpt,
            )
    subject = subjects(len(plain))
    for way, words, said in contradicted_words(plain, grammar):
        yield _doubt(
            piece,
            topic,
            subject,
            direction="contrary",
            base=way,
            printed_text=words[:_TOLD],
            excerpt=shorten(said, 80),
        )
    goes_on = following is not None and _GOES_ON.match(following.plain)
    if not places and subject.account_code and not goes_on and ends_with_deviation(plain, grammar):
        yield _doubt(piece, topic, subject, direction="missing", base=BUDGET)

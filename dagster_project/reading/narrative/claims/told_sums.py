"""Wholes that a sentence takes apart: 离退休人员97人，其中：离休4人，退休93人.

Only parts of a known kind, because only of those it is known that none is part of another
(told_wholes.csv): 其中 also lists what overlaps, 其中党员5人，女性4人.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from dagster_project.form.seeds import read_seed
from dagster_project.reading.model.document import Paragraph
from dagster_project.reading.narrative.claims.grammar import Grammar
from dagster_project.reading.narrative.claims.model import Statement
from dagster_project.reading.narrative.claims.numbers import NumberToken, Text, find_numbers
from dagster_project.runtime.settings import SEEDS_DIR

EQUAL = "equal"
WITHIN = "within"
# Not of a known kind, but named so that none should be part of another: these make one wonder.
NAMED = "named"
ALIKE = "alike"
# Of a known kind and nothing else beside them: more is wrong, less makes one wonder.
LISTED = "listed"
# A change and those of its parts.
SIGNED = "signed"

_OPENS = re.compile(
    r"其中(?!，?主要)：?|(?:具体|主要)?(?:内容)?包括：?|分别(?:为|是)：?|(?<=项目)中，"
)
# What the numbers of an aside are about is not what the sentence counts: 行政编制20名（含工勤3名）.
_ASIDE = re.compile(r"（[^（）]*）")
# （满分30分）
_FULL = re.compile(r"（(?:满分|分值|权重)(?:为|：)?(?P<full>\d{1,3}(?:\.\d{1,2})?)分?）")
_PUNCTUATION = re.compile(r"[，。；：、]")
BLANK = "\0"
_ENDS = re.compile(r"。|其中|(?<!不)含|包括")
# So far a whole stands before its parts: 评价项目12个，占…，涉及金额…万元。其中，….
_GAP = 80
_LINKS = re.compile(r"(?:共计|合计|总计|共|为|有|是|：)+$")
# So much of a name is told: a label, not the text, and no organization or year before it.
TOLD = 16
_DATED = re.compile(r"^.*20\d\d年度?")
# 公务接待费预算为30.00万元，支出决算为12.64万元: what the figure is of, the sentence began with.
_OF_SENTENCE = re.compile(r"(?:支出)?决算数?(?:支出)?(?:为|是|共)*")
_NAMED_FIRST = re.compile(
    r"^(?:（?[\d一二三四五六七八九十]{1,3}[）.、．])*(?P<name>[^，。；：\d]*?)(?=(?:20\d\d年度?)?(?:年初|全年|调整)?预算)"
)
# 普通程序评价2个，涉及金额8128.78万元: what the money is of, the clause began with.
_OF_CLAUSE = re.compile(r"(?:共)?(?:涉及|预算|支出)?(?:项目)?(?:预算)?(?:资金|金额)(?:共|为)*")
_CLAUSE = re.compile(r"[。；：]")


@dataclass(frozen=True)
class _Family:
    """One kind of parts that never overlap; ``needed``: with which of them nothing is left out.

    ``beside``: which of them may be told beside a whole that they are no part of.
    """

    whole: re.Pattern[str]
    part: re.Pattern[str]
    units: frozenset[str]
    needed: tuple[re.Pattern[str], ...]
    full: str
    beside: re.Pattern[str] | None
    is_doubtful: bool
    is_listed: bool
    reaches: bool


@cache
def _families() -> tuple[_Family, ...]:
    return tuple(
        _Family(
            whole=re.compile(row["whole_pattern"]),
            part=re.compile(row["part_pattern"]),
            units=frozenset(row["units"].split("|")),
            needed=tuple(re.compile(word) for word in filter(None, row["needed_parts"].split("|"))),
            full=row["needed_full"],
            beside=re.compile(row["beside_parts"]) if row["beside_parts"] else None,
            is_doubtful=row["more_is"] == "notice",
            is_listed=row["less_is"] == "notice",
            reaches=row["reach"] == "paragraph",
        )
        for row in read_seed(SEEDS_DIR / "claims" / "told_wholes.csv")
    )


def without_asides(plain: str) -> str:
    """Return the text with what stands in brackets blanked, equally long."""
    return _ASIDE.sub(lambda match: BLANK * len(match[0]), plain)


def _label(plain: str, token: NumberToken, others: Sequence[NumberToken], start: int = 0) -> str:
    """Return the words before a number: from the last mark or the last number of its unit on."""
    ends = [other.unit_end for other in others if other.end <= token.start]
    marks = [match.end() for match in _PUNCTUATION.finditer(plain, 0, token.start)]
    return plain[max([start, *ends, *marks]) : token.start].replace(BLANK, "")


def _part_label(plain: str, token: NumberToken, others: Sequence[NumberToken], start: int) -> str:
    """Return the words before a part; where they say nothing, those that its clause began with."""
    label = _label(plain, token, others, start)
    if not _OF_CLAUSE.fullmatch(label):
        return label
    marks = [match.end() for match in _CLAUSE.finditer(plain, start, token.start)]
    head = re.match(r"，?(?P<name>[^，。；：\d]*)", plain[max([start, *marks]) : token.start])
    return (head["name"] if head else "").replace(BLANK, "") or label


def _noun_behind(plain: str, whole: NumberToken) -> str:
    """Return what stands right behind a count: 对6个项目开展绩效自评，."""
    behind = plain[whole.unit_end :]
    mark = _PUNCTUATION.search(behind)
    return behind[: mark.start() if mark else None].replace(BLANK, "")


def _name(plain: str, whole: NumberToken, others: Sequence[NumberToken], opened: int) -> str:
    """Return what the whole counts: the words before it, and those up to 中 behind it."""
    behind = plain[whole.unit_end : opened]
    label = _label(plain, whole, others)
    if _OF_SENTENCE.fullmatch(label):
        sentence = plain[plain.rfind("。", 0, whole.start) + 1 : whole.start]
        first = _NAMED_FIRST.match(sentence)
        label = (first["name"] if first else "") + label
    return (label + ("" if _PUNCTUATION.search(behind) else behind)).replace(BLANK, "")


def _told_name(name: str) -> str:
    """Return what a whole is called: what it counts, not whose it is or of which year."""
    short = _DATED.sub("", name)
    if _OF_SENTENCE.fullmatch(short):
        short = re.sub(r"20\d\d年度?", "", name)
    return _LINKS.sub("", short)[-TOLD:]


def _end_of_list(plain: str, start: int) -> int:
    """Return where the sentence ends, or where parts are taken apart themselves."""
    end = _ENDS.search(plain, start)
    return end.start() if end else len(plain)


def _relation(family: _Family, labels: Sequence[str], *, others: bool, printed: str) -> str:
    if family.full:
        fulls = [float(match["full"]) for match in _FULL.finditer(printed)]
        is_whole = len(fulls) == len(labels) and sum(fulls) == float(family.full)
        return EQUAL if is_whole and not others else ""
    is_whole = bool(family.needed) and all(
        any(word.search(label) for label in labels) for word in family.needed
    )
    if family.is_doubtful:
        return ALIKE
    if is_whole and not others:
        return EQUAL
    return LISTED if family.is_listed and not others and "等" not in printed else WITHIN


@dataclass(frozen=True)
class _List:
    """Where a list of parts stands: behind which place its whole is, from where to where it is."""

    opened: int
    start: int
    end: int


def _lists(printed: str, plain: str) -> Iterator[_List]:
    """Yield the lists of a paragraph, those in brackets (其中离休4人，退休93人) as well."""
    for match in _OPENS.finditer(plain):
        yield _List(match.start(), match.end(), _end_of_list(plain, match.end()))
    for aside in _ASIDE.finditer(printed):
        if opened := _OPENS.match(printed, aside.start() + 1):
            end = min(aside.end() - 1, _end_of_list(printed, opened.end()))
            yield _List(aside.start(), opened.end(), end)


def _parts_of(
    family: _Family, plain: str, alike: Sequence[NumberToken], found: _List
) -> tuple[list[tuple[str, NumberToken]], bool]:
    """Return the parts of this kind with their names, and whether there are others.

    In a list that only makes one wonder where it falls short, what follows behind ； is of another
    clause: 在职职工146人，其中在编82人、聘用54人；离退休人员23人. So it is in any where it begins
    with words of its own: 实有人数32人，其中在职人员19人，退休人员13人；年末其他人员2人.
    """
    own = [t for t in alike if found.start <= t.start and t.unit_end <= found.end]
    named = [(_part_label(plain, t, alike, found.start), t) for t in own]
    listed = [(label, t) for label, t in named if family.part.fullmatch(label)]
    if family.is_listed and listed:
        last = listed[-1][1].unit_end
        ends = plain.find("；", found.start)
        if ends >= last:
            named = [(label, t) for label, t in named if t.start < ends]
    elif family.needed and listed and (other := _OWN_CLAUSE.search(plain, listed[-1][1].unit_end)):
        named = [(label, t) for label, t in named if t.start < other.start()]
    return listed, len(listed) < len(named)


def _within(
    family: _Family, whole: NumberToken, listed: list[tuple[str, NumberToken]]
) -> list[tuple[str, NumberToken]]:
    """Return the parts without those beside the whole, where the others alone are all of it.

    实有人数81人，其中在职人员81人，退休人员27人: who is paid by the pension fund is not counted.
    """
    if family.beside is None:
        return listed
    own = [(label, token) for label, token in listed if not family.beside.search(label)]
    return own if sum(Decimal(token.value) for _, token in own) == Decimal(whole.value) else listed


def _whole_of(family: _Family, names: Sequence[str]) -> int:
    """Return which name before a list is the last that this kind of parts makes up."""
    found = [at for at, name in enumerate(names) if family.whole.fullmatch(name)]
    return found[-1] if found else len(names) - 1


_KIND = 2
_LEAST_ALIKE = 3
_AND = "及和与、"
# 由局本级和4个下属单位组成: the body itself is one more than the units below it.
_BESIDE_OWN = re.compile(r"本级[^，。；：含]{0,8}(?:和|及|与|、|加)[^，。；：含本]{0,12}$")
# Behind ； a clause of its own, no part of the list before it.
_OWN_CLAUSE = re.compile(r"；(?=年末|另|此外|截至|编制|学生|在校)")
_GRADED = re.compile(r"“(?:优|良|中|差|合格|不合格)")


def _counts_itself(
    name: str, whole: NumberToken, listed: Sequence[tuple[str, NumberToken]]
) -> bool:
    """Return whether a list holds the body itself beside the units that were counted."""
    total = sum(Decimal(token.value) for _, token in listed)
    return bool(_BESIDE_OWN.search(name)) and total == Decimal(whole.value) + 1


def _unknown_relation(name: str, labels: Sequence[str]) -> str:
    """Return how parts of no known kind are to their whole, by what all of them are called.

    named: 新建及硬化道路18.6公里，其中新建7.2公里、硬化11.4公里.
    alike: 审计项目18个，其中经济责任审计7个、政府投资审计8个、….
    """
    # Grades are counted by told_grades.py.
    if any(_GRADED.search(label) for label in labels):
        return ""
    joined = (mark.join(order) for mark in _AND for order in (labels, labels[::-1]))
    if len(labels) == 2 and all(len(label) >= _KIND for label in labels):
        if any(words in name for words in joined):
            return NAMED
    kinds = {label[-_KIND:] for label in labels}
    if len(labels) >= _LEAST_ALIKE and len(kinds) == 1 and kinds.pop() in name:
        return ALIKE if all(len(label) > _KIND for label in labels) else ""
    return ""


def _unknown_parts(
    plain: str, alike: Sequence[NumberToken], found: _List
) -> list[tuple[str, NumberToken]]:
    """Return what a list counts in this unit by name, nothing where one has none."""
    own = [t for t in alike if found.start <= t.start and t.unit_end <= found.end]
    named = [(_LINKS.sub("", _label(plain, t, alike, found.start)), t) for t in own]
    labels = {label for label, _ in named}
    return named if len(labels) == len(named) and all(labels) else []


# 教职工586人，其中专任教师628人: of what is counted one by one, a part is within all. 个 counts
# anything (培训班3个，其中单位45个), so do those that only count how often.
_OF_ANYTHING = frozenset(
    "个 项 次 件 家 处 份 场 期 批 条 类 起 批次 场次 班次 人次 户次 天 小时".split()
)
_NO_ONE = re.compile(
    r"累计|历年|涉及|惠及|覆盖|服务|带动|增|减|较|比|预算|上年|去年|每|均|计划|目标|人次|受益"
)


def _one_beyond(
    plain: str, before: Sequence[NumberToken], alike: Sequence[NumberToken], found: _List
) -> tuple[str, NumberToken] | None:
    """Return the first part where it is more than anything that it can be a part of."""
    whole = before[-1]
    between = plain[whole.unit_end : found.opened].replace(BLANK, "")
    own = [t for t in alike if found.start <= t.start and t.unit_end <= found.end]
    if (
        not own
        or whole.unit in _OF_ANYTHING
        or not re.fullmatch(r"[^，。；：、\d]{0,6}[，（]?", between)
    ):
        return None
    if not plain.startswith("其中", found.opened) and not plain.startswith(
        "其中", found.opened + 1
    ):
        return None
    part = own[0]
    label = _label(plain, part, alike, found.start)
    start = plain.rfind("。", 0, whole.start) + 1
    clear = not _NO_ONE.search(label) and not _NO_ONE.search(_label(plain, whole, before))
    is_more = all(float(part.value) > float(t.value) for t in before if t.start >= start)
    return (label, part) if label and clear and is_more else None


@dataclass(frozen=True)
class _Apart:
    """A whole that a list took apart without a rest, and where the list ends."""

    whole: NumberToken
    end: int

    def taken_apart_again(self, plain: str, found: _List) -> NumberToken | None:
        """Return the whole where another list follows at once.

        在职84人，其中：行政46人，事业38人。其中：局机关46人、某中心38人: of the same 84.
        """
        follows = re.fullmatch(r"[。；，\s]*", plain[self.end : found.opened])
        return self.whole if follows else None


def _taken_apart(
    before: Sequence[NumberToken], tokens: Sequence[NumberToken], found: _List
) -> _Apart | None:
    if not before:
        return None
    whole = before[-1]
    own = [t for t in tokens if found.start <= t.start and t.unit_end <= found.end]
    total = sum(Decimal(t.value) for t in own if t.unit == whole.unit)
    is_all = len(own) > 1 and total == Decimal(whole.value)
    return _Apart(whole, own[-1].unit_end) if is_all else None


def _find(text: Text, grammar: Grammar) -> Iterator[tuple[str, NumberToken, str, str]]:
    """Yield of each whole its name, its number, its parts and how they are to it."""
    outside = without_asides(text.plain)
    tokens = [token for token in find_numbers(text, grammar) if token.unit_kind != "none"]
    apart: _Apart | None = None
    for found in _lists(text.plain, outside):
        is_aside = outside[found.opened] == BLANK
        inside = text.plain if is_aside else outside
        before = [t for t in tokens if t.unit_end <= found.opened and outside[t.start] != BLANK]
        again = None if is_aside or apart is None else apart.taken_apart_again(outside, found)
        if again is not None:
            before = [t for t in before if t.start <= again.start]
        listed_tokens = [t for t in tokens if is_aside or inside[t.start] != BLANK]
        if not is_aside:
            apart = _taken_apart(before, listed_tokens, found)
        for unit in dict.fromkeys(t.unit for t in reversed(before)):
            earlier = [t for t in before if t.unit == unit]
            last = earlier[-1]
            is_near = again is not None or found.opened - last.unit_end <= _GAP
            alike = [t for t in listed_tokens if t.unit == unit]
            names = [_name(outside, t, earlier, found.opened) for t in earlier]
            for family in _families():
                if unit not in family.units or not (family.reaches or is_near):
                    continue
                at = _whole_of(family, names) if family.reaches else len(names) - 1
                whole, name = earlier[at], names[at]
                noun = _noun_behind(outside, whole)
                if not family.whole.fullmatch(name) and not (
                    noun and family.whole.fullmatch(name + noun)
                ):
                    continue
                told_name = _told_name(name)
                listed, others = _parts_of(family, inside, alike, found)
                labels = [label for label, _ in listed]
                if len(listed) < 2 or len(set(labels)) < len(labels):
                    continue
                printed = text.plain[found.start : found.end + 1]
                if _counts_itself(names[at], whole, listed):
                    break
                if relation := _relation(family, labels, others=others, printed=printed):
                    listed = _within(family, whole, listed)
                    told = "+".join(f"{label[-TOLD:]} {t.value}" for label, t in listed)
                    own_name = told_name if family.whole.fullmatch(name) else noun[:TOLD]
                    yield own_name, whole, told, relation
                    break
            else:
                # Money is told apart by rules of its own.
                if last.unit_kind != "count" or not is_near:
                    continue
                listed = _unknown_parts(inside, alike, found)
                name = names[-1] + _noun_behind(outside, last)
                relation = _unknown_relation(name, [label for label, _ in listed])
                if not relation and (one := _one_beyond(inside, earlier, alike, found)):
                    relation, listed = ALIKE, [one]
                if _counts_itself(names[-1], last, listed):
                    continue
                if relation:
                    told = "+".join(f"{label[-TOLD:]} {t.value}" for label, t in listed)
                    yield _told_name(names[-1]), last, told, relation


_CHANGES = "增加|增长|减少|下降"
_CHANGE = re.compile(
    rf"(?P<name>[^，。；：\d]{{0,16}}?)(?P<way>{_CHANGES})(?:了)?(?P<value>\d[\d,]*(?:\.\d+)?)(?P<unit>万元|元|亿元)"
)
_SO_MUCH = re.compile(rf"，(?:{_CHANGES}|增幅|降幅)(?:为)?[\d,.]+%")
_TAKEN_APART = re.compile(r"[，。；]?其中：?")


def _find_changes(plain: str) -> Iterator[tuple[str, str, str]]:
    """Yield of each change its name, its printed amount and its parts, each with its sign.

    支出合计增加62.14万元，增长2.88%。其中：基本支出增加11.25万元，…；项目支出增加50.89万元.
    """

    def signed(match: re.Match[str]) -> str:
        return ("-" if match["way"] in ("减少", "下降") else "") + match["value"].replace(",", "")

    for whole in _CHANGE.finditer(plain):
        rate = _SO_MUCH.match(plain, whole.end())
        opened = _TAKEN_APART.match(plain, rate.end() if rate else whole.end())
        if not opened:
            continue
        end = _end_of_list(plain, opened.end())
        parts = [
            part
            for part in _CHANGE.finditer(plain, opened.end(), end)
            if part["unit"] == whole["unit"]
        ]
        if len(parts) >= 2 and all(part["name"] for part in parts):
            told = "+".join(f"{part['name'][-TOLD:]} {signed(part)}" for part in parts)
            yield whole["name"][-TOLD:], signed(whole) + whole["unit"], told


def find_told_sums(
    texts: Sequence[tuple[Paragraph, Text]], grammar: Grammar
) -> Iterator[Statement]:
    """Yield each whole with its parts; ``base`` are the parts, ``direction`` how they are to it."""
    for paragraph, text in texts:
        for name, printed, parts in _find_changes(text.plain):
            yield Statement(
                statement_kind="told_sum",
                paragraph=paragraph,
                subject=name,
                direction=SIGNED,
                base=parts,
                printed_text=printed,
            )
        for name, whole, parts, relation in _find(text, grammar):
            yield Statement(
                statement_kind="told_sum",
                paragraph=paragraph,
                subject=name,
                direction=relation,
                base=parts,
                printed_text=whole.digits + whole.unit,
            )

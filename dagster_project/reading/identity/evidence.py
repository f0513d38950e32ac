"""What speaks for a year or a name: patterns by zone, weighed; data in identity_evidence.csv.

Every kind of evidence has one weight however often it is printed; where its places disagree, each
value gets its share. So nine tables with a year left over from last year weigh no more than one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from dagster_project.form.enumerators import PART
from dagster_project.form.fields import DEPARTMENT_LABELS, MEANT_YEAR
from dagster_project.form.labels import fold
from dagster_project.form.seeds import LAYOUTS_DIR, read_seed
from dagster_project.reading.model.identity import Candidate

YEAR, NAME, PUBLISHED_ON = "fiscal_year", "organization_name", "published_on"
# Neither punctuation of sentences nor what sites put around titles is a part of a name.
_NO_NAME = r"，。；：:“”|\[\]【】<>./•·●"
_CHINESE_YEAR = re.compile(r"二[〇零○ОOo0][〇零○ОOo0一二三四五六七八九]{2}(?=年)")
_CHINESE_DIGITS = str.maketrans("〇零○ОOo一二三四五六七八九", "000000123456789")
# NFKC made them ASCII; patterns are written in Chinese.
_CHINESE_MARKS = str.maketrans({"(": "（", ")": "）", ",": "，", ";": "；"})
_SEAL = re.compile(r"[（(](?:公章|盖章|签章|印章|加盖公章|章)[）)]")
_NOT_A_NAME = re.compile(
    r"^(?:附件|附表|目录|关于|表|项目|公开|[本我该][部单局院校学中机]|部门|单位|栏次|编制|日期|时间|\d|年度|金额)"
    r"|[一二三四五六七八九十]、|^(?:高等学校|度)|第.部分|概况|^(?:人民币)?[百千万亿]?元$|[:：]|表$|\d{4}年|^[（(]"
    # A place (黑龙江省2021年度部门决算) or all of a kind (教育部门) is nobody.
    r"|(?:部门|单位|省|市|县|自治区|自治州|旗|关于|的)$|^.{2,3}区$"
)
# [127001]青石市水务局, 219001-青石镇人民政府.
_CODE_BEFORE_NAME = re.compile(r"^[\[【（]?\d{3,12}[\]】）]?[-—_]?(?=[\u4e00-\u9fff])(?!年)")
# What is said of the accounts and not of whose they are; a place once more behind a whole name.
_BEHIND_NAME = re.compile(
    r"（(?:汇总|部门|单位|草案|公开|含下属单位)）$"
    r"|(?<=[局委办部院会厅处所心校学站馆队团社室府])[^局委办部院会厅处所心校学站馆队团社室府]{1,7}[省市县区州旗]$"
)
_LONGEST_LINE = 400
_MOST_QUOTED = 2
_LONGEST_QUOTE = 40


@dataclass(frozen=True)
class Printed:
    """One text that may tell year or name: the zone it stands in, and its place."""

    zone: str
    text: str
    locator: str = ""

    @cached_property
    def plain(self) -> str:
        """The text as patterns see it; every kind of evidence of its zone looks at it."""
        return plain(self.text[:_LONGEST_LINE])


@dataclass(frozen=True)
class _Kind:
    zone: str
    weight: float
    pattern: re.Pattern[str]
    meaning: str


def plain(text: str) -> str:
    """Return a text without spaces, with 二〇二三年 as 2023年 and without the word for a seal."""
    flat = "".join(unicodedata.normalize("NFKC", text).split())
    flat = flat.translate(_CHINESE_MARKS)
    return _SEAL.sub("", _CHINESE_YEAR.sub(lambda m: m.group().translate(_CHINESE_DIGITS), flat))


@cache
def placeholders() -> dict[str, str]:
    """Return what patterns may say in short, by its name in braces."""
    rows = read_seed(LAYOUTS_DIR / "identity_words.csv")
    found = {f"{{{row['word']}}}": row["pattern"] for row in rows}
    return {
        "{YEAR}": r"(?<!\d)" + MEANT_YEAR.replace("year", "value"),
        "{NAME}": rf"(?P<value>[^{_NO_NAME}]{{3,40}}?)",
        "{ORGANIZATION}": rf"(?P<value>[^{_NO_NAME}]{{2,40}}?{found['{ENDING}']})",
        "{DEPARTMENT}": DEPARTMENT_LABELS,
        **found,
    }


@cache
def _kinds(subject: str) -> tuple[_Kind, ...]:
    found = []
    for row in read_seed(LAYOUTS_DIR / "identity_evidence.csv"):
        pattern = row["pattern"]
        for word, meaning in placeholders().items():
            pattern = pattern.replace(word, meaning)
        if row["subject"] == subject:
            kind = _Kind(row["zone"], float(row["weight"]), re.compile(pattern), row["meaning_zh"])
            found.append(kind)
    return tuple(found)


def clean_name(name: str) -> str | None:
    """Return a printed name without what stands around it; None where it can be none."""
    name = re.sub(f"^{PART}", "", name).strip("《》“”\"'　 _-—")
    name = _BEHIND_NAME.sub("", _CODE_BEFORE_NAME.sub("", name))
    # Of a span of years the first is left behind the name: 某局2022—2023年度.
    name = re.sub(r"(?<=[\u4e00-\u9fff])(?:19|20)\d{2}$", "", name)
    if not 3 <= len(name) <= 40 or _NOT_A_NAME.search(name):
        return None
    return name if re.search(r"[\u4e00-\u9fff]{2}", name) else None


def _values(subject: str, kind: _Kind, texts: Iterable[Printed]) -> Iterator[tuple[str, Printed]]:
    for printed in texts:
        if printed.zone != kind.zone:
            continue
        text = printed.plain
        found = kind.pattern.search(fold(text))
        value = text[slice(*found.span("value"))] if found else None
        if value and subject == NAME:
            value = clean_name(value)
        if value and found:
            # Only what was matched: the running text is its publisher's.
            yield value, replace(printed, text=found.group())


def _is_same(one: str, other: str) -> bool:
    """Return whether two names are of one organization, one of them shortened."""
    return one in other or other in one


def _cluster(found: Sequence[Candidate]) -> list[Candidate]:
    """Return names with the weight of those that are the same name shortened or with more to it."""
    return [
        Candidate(
            one.value,
            sum(other.weight for other in found if _is_same(one.value, other.value)),
            one.evidence,
        )
        for one in found
    ]


def weigh(subject: str, texts: Sequence[Printed]) -> list[Candidate]:
    """Return what the texts say of a subject (YEAR, NAME, PUBLISHED_ON), best supported first."""
    own: dict[str, float] = {}
    evidence: dict[str, list[str]] = {}
    for kind in _kinds(subject):
        votes: dict[str, list[Printed]] = {}
        for value, printed in _values(subject, kind, texts):
            votes.setdefault(value, []).append(printed)
        total = sum(map(len, votes.values()))
        for value, places in votes.items():
            own[value] = own.get(value, 0.0) + kind.weight * len(places) / total
            quoted = "、".join(
                f"“{p.text[:_LONGEST_QUOTE]}”" + (f"（{p.locator}）" if p.locator else "")
                for p in places[:_MOST_QUOTED]
            )
            times = f"，共{len(places)}处" if len(places) > _MOST_QUOTED else ""
            evidence.setdefault(value, []).append(f"{kind.meaning}：{quoted}{times}")
    found = [Candidate(value, own[value], tuple(evidence[value])) for value in own]
    shared = _cluster(found) if subject == NAME else found
    order = {
        one.value: (-both.weight, -one.weight) for one, both in zip(found, shared, strict=True)
    }
    # Of equals, what the seed names first: a cover before what may be left over in a table.
    return sorted(found, key=lambda one: order[one.value])

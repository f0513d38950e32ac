"""One normalisation of account names: however a text writes a name, one name comes out.

A writing is what is around a name: quotes of any kind, opening, closing or one of them, list marks,
codes, brackets of either width, the words 类, 款, 项 and the 支出 behind them. The macro
comparable_name does the same to labels of tables, and a test holds the two against each other.
"""

from __future__ import annotations

import re
import unicodedata

from dagster_project.form.enumerators import HAN_NUMBER, SUBSECTION

QUOTES = "“”‘’\"'＂＇「」『』﹁﹂﹃﹄〝〞〟`´｀"
_QUOTE = re.compile(f"[{QUOTES}]")
_PUNCTUATION = str.maketrans({"(": "（", ")": "）", ":": "：", ",": "，", "／": "/"})
_LIST_MARK = re.compile(
    rf"^(?:{HAN_NUMBER}[、．.]|{SUBSECTION}|\d{{1,2}}[.．、）](?!\d)"
    r"|[①-⑳⑴-⒇⒈-⒛㈠-㈩])"
)
_CODE = re.compile(r"^(?:（\d{3,7}）|\d{3,7}(?!\d))[、．.]?")
_CODE_BEHIND = re.compile(r"（\d{3,7}）$")
_BETWEEN = "-—–－─/／\\\\·、，>＞→~～|"
_OPEN, _CLOSE = "[(（\\[［【〔〈<＜﹙{｛]", "[)）\\]］】〕〉>＞﹚}｝]"
_LEVEL = re.compile(rf"{_OPEN}(?P<level>[类款项])(?:级)?(?:科目)?{_CLOSE}")
_QUOTES_AROUND_LEVEL = re.compile(f"[{QUOTES}]+(?=（[类款项]）)|(?<=（[类款项]）)[{QUOTES}]+")
# 教育支出类普通教育款小学教育项: no brackets at all.
_BARE_LEVELS = re.compile(
    r"(?P<class>[一-鿿]{2,20}支出)类(?P<section>[^，。；：！？\d（）]{2,30}?)款"
    r"(?P<item>[^，。；：！？\d（）]{2,30}?)项(?!目)"
)
# 教育支出-普通教育-小学教育: strokes instead of levels.
_STROKES = r"[-—–─/＞>→]+"
_JOINED = re.compile(
    rf"(?P<class>[一-鿿]{{2,20}}支出){_STROKES}(?P<section>[一-鿿、（）]{{2,30}}){_STROKES}"
    rf"(?P<item>[一-鿿、（）]{{2,30}}?)(?=[，。：；\d{QUOTES}]|年初预算|全年预算|支出决算|$)"
)


def account_name(text: str) -> str:
    """Return one name without quotes, spaces, list marks, codes and what joins it to another."""
    name = "".join(unicodedata.normalize("NFC", text).split()).translate(_PUNCTUATION)
    before = ""
    while name and before != name:
        before = name
        name = _QUOTE.sub("", name).strip(_BETWEEN).removeprefix("其中：")
        name = _LIST_MARK.sub("", name, count=1) or name
        name = _CODE_BEHIND.sub("", _CODE.sub("", name, count=1)) or name
    return name


def without_spending(name: str) -> str:
    """Return a name without the 支出 that a text may leave out or add."""
    return name.removesuffix("支出") or name


def account_text(text: str) -> str:
    """Return a text with every account path in it written in one way: 甲（类）乙（款）丙（项）."""
    plain = _LEVEL.sub(r"（\g<level>）", text)
    plain = _BARE_LEVELS.sub(r"\g<class>（类）\g<section>（款）\g<item>（项）", plain)
    plain = _JOINED.sub(r"\g<class>（类）\g<section>（款）\g<item>（项）", plain)
    return _QUOTES_AROUND_LEVEL.sub("", plain)

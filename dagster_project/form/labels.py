"""Labels as the layouts hold them, and how a printed one compares with them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import TypeVar

from dagster_project.form.seeds import read_seed
from dagster_project.runtime.settings import SEEDS_DIR

T = TypeVar("T")

# Every reader of a document asks the same of the same texts: a document has some thousands.
_MOST_KEPT = 8192

EXACT, SAME_CHARACTERS, NEAR = 1.0, 0.95, 0.9
# One misread character in seven: 0.86. 基本支出 / 项目支出 agree in half of theirs.
_LEAST_RATIO = 0.82
_LEAST_MARGIN = 0.06
_ENUMERATOR = re.compile(
    r"^(?:[一二三四五六七八九十]+[、．.]|\d?[一二三四五六七八九十]{1,2}、|（[一二三四五六七八九十\d]+）|\d+[.．、](?!\d))"
)
_FULL_WIDTH = str.maketrans({"(": "（", ")": "）", ":": "：", ",": "，", "／": "/"})
_ONE_QUOTE = str.maketrans(dict.fromkeys('"”＂「」『』', "“"))
_QUOTES = re.compile(r"[“”‘’\"'＂「」『』《》]")
_UNIT_SUFFIX = re.compile(r"[（(](?:单位[:：])?(?:万元|元)[）)]$")
# A mark that points to a note is no part of a label: 其他收入①.
_NOTE_MARK = re.compile(r"(?<=[^①-⑳⁰¹²³⁴-⁹₀-₉])(?:[①-⑳]|[⁰¹²³⁴-⁹₀-₉]+|[*※†]+)$")
_PUNCTUATION = {**_FULL_WIDTH, ord("﹒"): "."}
_SPACE_LIKE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u00ad"))


@cache
def _folds() -> dict[int, str]:
    rows = read_seed(SEEDS_DIR / "words" / "character_folds.csv")
    return {ord(row["printed_character"]): row["compared_as"] for row in rows}


@lru_cache(maxsize=_MOST_KEPT)
def fold(text: str) -> str:
    """Return a text with the characters that are compared as one (決算, 决算) made the same.

    For comparing only, never for what is shown as printed. As long as the text itself, so that
    what is found in the one can be cut out of the other.
    """
    return text if text.isascii() else text.translate(_folds())


@lru_cache(maxsize=_MOST_KEPT)
def normalise_label(text: str) -> str:
    """Return a printed label without enumerator, spaces and 其中, with full-width brackets."""
    label = fold("".join(unicodedata.normalize("NFC", text).split())).translate(_FULL_WIDTH)
    label = label.removeprefix("其中：")
    return _ENUMERATOR.sub("", label, count=1) or label


@lru_cache(maxsize=_MOST_KEPT)
def normalise_title(text: str) -> str:
    """Return a table title without spaces, with one kind of quotation mark."""
    return fold("".join(text.split())).translate(_FULL_WIDTH).translate(_ONE_QUOTE)


@lru_cache(maxsize=_MOST_KEPT)
def squeeze(text: str) -> str:
    """Return the text without any white space, compatibility characters made plain."""
    plain = unicodedata.normalize("NFC", text).translate(_SPACE_LIKE)
    return "".join(plain.split())


@lru_cache(maxsize=_MOST_KEPT)
def comparable(text: str) -> str:
    """Return a label or title in the form in which labels are compared."""
    label = _QUOTES.sub("", fold(squeeze(text))).translate(_PUNCTUATION)
    label = _NOTE_MARK.sub("", label)
    return _UNIT_SUFFIX.sub("", label) or label


@lru_cache(maxsize=4 * _MOST_KEPT)
def quality(printed: str, known: str) -> float:
    """Return how well two comparable labels agree: 0 where they are not the same label.

    The same characters in another order are the same label: a cell of several lines comes out
    of order where the lines of its neighbours interleave. The caller settles near misses, since
    only the other candidates tell whether one is meant.
    """
    if printed == known:
        return EXACT
    if len(printed) == len(known) and len(known) >= 3 and sorted(printed) == sorted(known):
        return SAME_CHARACTERS
    shorter, longer = sorted((len(printed), len(known)))
    if shorter < 4 or 2 * shorter < _LEAST_RATIO * (shorter + longer):
        # No two texts of these lengths reach the ratio.
        return 0.0
    if 2 * sum(map(known.__contains__, printed)) < _LEAST_RATIO * (shorter + longer):
        # Nor two with so few characters in common, in whatever order: nearly all that is compared.
        return 0.0
    ratio = SequenceMatcher(None, printed, known, autojunk=False).ratio()
    return NEAR * ratio if ratio >= _LEAST_RATIO else 0.0


def best(printed: str, candidates: Iterable[tuple[str, T]]) -> T | None:
    """Return what the printed label names, or None where none or more than one thing is near."""
    found: dict[T, float] = {}
    for label, meaning in candidates:
        found[meaning] = max(found.get(meaning, 0.0), quality(printed, label))
    return clear_winner(sorted(found.items(), key=lambda item: -item[1]))


def clear_winner(ranked: Sequence[tuple[T, float]]) -> T | None:
    """Return the first of a ranking if it is possible at all and clearly ahead of the second."""
    if not ranked or not ranked[0][1]:
        return None
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < _LEAST_MARGIN * (ranked[0][1] < NEAR):
        return None
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
        return None
    return ranked[0][0]

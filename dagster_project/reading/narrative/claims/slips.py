"""Slips of the pen: quotes the wrong way round, a clause printed twice, a name that is none.

What the figures say does not depend on them; together they are one remark about a document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise, zip_longest

from dagster_project.form.seeds import read_seed
from dagster_project.reading.model.document import Paragraph
from dagster_project.reading.narrative.claims.model import Statement
from dagster_project.reading.narrative.claims.numbers import make_text
from dagster_project.reading.narrative.claims.section import Piece
from dagster_project.runtime.settings import SEEDS_DIR

REVERSED_QUOTES = "reversed_quotes"
STRAY_ENDING = "stray_ending"
DOUBLED_MARK = "doubled_mark"
REPEATED_CLAUSE = "repeated_clause"
STRAY_NONE = "stray_none"
ONE_CHARACTER = "one_character"

_PAIR = re.compile("“[^“”]{1,40}”")
_REVERSED = re.compile("”[^“”，。；：]{1,12}“")
_DOUBLED = re.compile(r"[，、；：][，、；：。]|。[，、；：。]")
# A clause and itself again; five characters of it are words, else 0.00元0.00元 would be one. A name
# twice is none (其他教育支出-其他教育支出 are 款 and 项): a clause has a figure or a comma.
_REPEATED = re.compile(r"(?P<clause>[^。；]{6,100}?)(?P=clause)")
# 预算数为0元，执行数为0元，执行率: begun in the middle of a word, two alike clauses look like one.
_BEGINS = re.compile(r"(?:^|[，。；：、）“]|其中|包括|为|是)$")
_OF_CLAUSE = re.compile(r"[\d，]")
_HAN = re.compile(r"[一-鿿]")
_LEAST_HAN = 5
_ENDS_OPEN = re.compile(r"[，、；]$")
_FIGURE = re.compile(r"\d")
_ENDED = re.compile(r"[，。、；：]$")
# A paragraph that says nothing, behind one that has said all: 无。 is what another form had to say.
_NONE = re.compile(r"^(?:无|略)。?$")
_SAID = re.compile(r".{12,}。$")
# Two characters are words of their own (招收人员 holds 收人); terms of four are nothing else.
_LEAST_TERM = 4
_TERM_SEEDS = (
    ("claims/official_terms.csv", "official_zh"),
    ("claims/claim_subjects.csv", "subject"),
    ("codes/economic_accounts.csv", "name_zh"),
    ("codes/functional_accounts.csv", "name_zh"),
)
# So much of a clause is told: a label, not the text.
_TOLD = 12


def _slip(piece: Piece, kind: str, printed: str) -> Statement:
    return Statement(
        statement_kind="slip", paragraph=piece.paragraph, direction=kind, printed_text=printed
    )


def find_stray_nones(paragraphs: Sequence[Paragraph]) -> Iterator[Statement]:
    """Yield each 无。 that stands alone behind a paragraph that has said all."""
    for before, paragraph in pairwise(paragraphs):
        text = make_text(paragraph.text)
        said = make_text(before.text).plain
        if _NONE.match(text.plain) and _SAID.search(said):
            yield Statement(
                statement_kind="slip",
                paragraph=paragraph,
                direction=STRAY_NONE,
                printed_text=text.printed,
            )


def find_slips(pieces: Sequence[Piece]) -> Iterator[Statement]:
    """Yield the slips of a narrative in order; ``direction`` is the kind of each.

    Where no quotation is the right way round the font has them wrong, not the author.
    """
    has_pairs = any(_PAIR.search(piece.text.printed) for piece in pieces)
    for piece, following in zip_longest(pieces, pieces[1:]):
        text = piece.text
        if has_pairs:
            for match in _REVERSED.finditer(text.printed):
                if not _is_between(text.printed, match.start()):
                    yield _slip(piece, REVERSED_QUOTES, match[0])
        if piece.is_heading:
            continue
        for match in _DOUBLED.finditer(text.plain):
            yield _slip(piece, DOUBLED_MARK, text.printed[max(0, match.start() - 6) : match.end()])
        for match in _REPEATED.finditer(text.plain):
            clause = match["clause"]
            if (
                (_is_of_clauses(text.plain, match) or clause[-1] in "，、：")
                and len(_HAN.findall(clause)) >= _LEAST_HAN
                and _OF_CLAUSE.search(clause)
            ):
                yield _slip(
                    piece, REPEATED_CLAUSE, text.printed[slice(*match.span("clause"))][:_TOLD]
                )
        is_last = following is None or (
            following.is_heading and not _ENDED.search(following.text.plain)
        )
        if is_last and _ENDS_OPEN.search(text.plain) and _FIGURE.search(text.plain):
            yield _slip(piece, STRAY_ENDING, text.printed[-8:])


def _is_of_clauses(plain: str, match: re.Match[str]) -> bool:
    """Return whether what is printed twice begins, at its first or a later place, as a clause."""
    length, end = len(match["clause"]), match.end()
    while end < len(plain) and plain[end] == plain[end - length]:
        end += 1
    starts = range(match.start(), end - 2 * length + 1)
    return any(_BEGINS.search(plain[:start]) or plain[start] in "，、：" for start in starts)


def _is_between(text: str, place: int) -> bool:
    """Return whether a closing mark closes a quotation: “甲”和“乙” holds ”和“."""
    before = text[:place]
    return before.count("“") > before.count("”")


@cache
def _official() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = read_seed(SEEDS_DIR / "claims" / "official_terms.csv")
    return tuple((re.compile(row["printed_pattern"]), row["official_zh"]) for row in rows)


@cache
def _terms() -> frozenset[str]:
    """Return the long terms and names of accounts."""
    return frozenset(
        row[column]
        for path, column in _TERM_SEEDS
        for row in read_seed(SEEDS_DIR / path)
        if len(row[column]) >= _LEAST_TERM
    )


@cache
def _terms_with() -> dict[str, list[tuple[str, int]]]:
    """Return, by character, the terms that hold it, and where."""
    found: dict[str, list[tuple[str, int]]] = {}
    for term in sorted(_terms()):
        for place, character in enumerate(term):
            found.setdefault(character, []).append((term, place))
    return found


@cache
def _confusable() -> dict[str, list[str]]:
    """Return the characters that each is taken for."""
    found: dict[str, list[str]] = {}
    for row in read_seed(SEEDS_DIR / "claims" / "confusable_characters.csv"):
        found.setdefault(row["wrong_character"], []).append(row["right_character"])
    return found


def _misshapen(plain: str) -> list[tuple[int, int, str]]:
    """Return where a term stands with one character that looks like its own, the longest first."""
    known = _terms()
    found = [
        (start, start + len(term), term)
        for at, character in enumerate(plain)
        for right in _confusable().get(character, ())
        for term, place in _terms_with().get(right, ())
        if (start := at - place) >= 0
        and (printed := plain[start : start + len(term)])
        == term[:place] + character + term[place + 1 :]
        and printed not in known
    ]
    return sorted(found, key=lambda hit: (hit[0] - hit[1], hit[0]))


def find_term_slips(pieces: Sequence[Piece]) -> Iterator[Statement]:
    """Yield each wording of a fund, an account or an item that is not the official one.

    ``subject`` is the official one; the seed says since when. ``direction`` is one_character where
    a term is written with a character of the same shape: that was never right.
    """
    for piece in pieces:
        taken: list[tuple[int, int]] = []
        hits = [
            (start, end, term, ONE_CHARACTER) for start, end, term in _misshapen(piece.text.plain)
        ]
        hits += [
            (*match.span(), official, "")
            for pattern, official in _official()
            for match in pattern.finditer(piece.text.plain)
        ]
        for start, end, official, kind in hits:
            if any(start < last and first < end for first, last in taken):
                continue
            taken.append((start, end))
            yield Statement(
                statement_kind="term_slip",
                paragraph=piece.paragraph,
                subject=official,
                direction=kind,
                printed_text=piece.text.printed[start:end],
            )

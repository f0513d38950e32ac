"""Comparisons in words: 决算数小于预算数, 与上年持平. They direct the amount before them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dagster_project.reading.narrative.claims.grammar import Grammar
from dagster_project.reading.narrative.claims.model import Claim, Statement
from dagster_project.reading.narrative.claims.section import Piece
from dagster_project.reading.narrative.claims.state import PRIOR_YEAR
from dagster_project.reading.narrative.claims.subjects import SubjectReader, shorten

_COMPARED = (
    r"(?P<subject>[^，。；：！？、]{0,60}?)(?:支出)?(?:决算)?数?{compare}(?:于)?"
    r"(?:本年|当年|20\d\d年度?)?(?P<base>(?:年初|全年|调整后?)?预算)数?"
)
# 与2023年度预算相比持平 is compared with this year's budget, 与上年预算数持平 with no account.
_LEVEL = (
    r"(?P<subject>[^，。；：！？、]{0,60}?)(?:支出)?(?:决算)?数?(?:与|和|同|较|比)"
    r"(?:(?:本年|当年|20\d\d年度?)?(?P<base>(?:年初|全年|调整后?)?预算)数?"
    r"|(?P<prior>{year})(?![^，。；]{{0,4}}预算))[^，。；]{{0,8}}?{level}"
)
# 与上年相比，…持平: the base stands in an earlier clause of the sentence.
_BARE = r"(?P<subject>[^，。；：！？、与较比和]{0,60}?)(?:均|各)?(?:基本|保持)?{level}"


@dataclass(frozen=True)
class PlacedClaim:
    """A claim and where its figure stands in its paragraph, before it where in an earlier one."""

    claim: Claim
    start: int


def _patterns(grammar: Grammar) -> list[re.Pattern[str]]:
    slots = {name: f"(?:{pattern})" for name, pattern in grammar.slots.items()}
    return [
        re.compile(_COMPARED.replace("{compare}", slots["compare"])),
        re.compile(
            _LEVEL.replace("{year}", slots["year"])
            .replace("{level}", slots["level"])
            .replace("{{0,8}}", "{0,8}")
            .replace("{{0,4}}", "{0,4}")
        ),
        re.compile(_BARE.replace("{level}", slots["level"])),
    ]


def _base_of(match: re.Match[str], grammar: Grammar) -> str:
    """Return what is compared with; empty where neither the clause nor its sentence says it."""
    groups = match.groupdict()
    if groups.get("base"):
        return groups["base"]
    before = match.string[max(0, match.start() - 200) : match.start()]
    sentence = re.split(r"[。！？]", before)[-1]
    in_sentence = grammar.slot("prior").search(sentence)
    return PRIOR_YEAR if groups.get("prior") or in_sentence else ""


def _clause_before(match: re.Match[str], patterns: Sequence[re.Pattern[str]]) -> str:
    """Return whose comparison the clause before is: …支出比预算无增减变化，比上年无增减变化."""
    before = match.string[: match.start()]
    if not before.endswith("，"):
        return ""
    clause = re.split(r"[，。；：！？、]", before[:-1])[-1]
    told = next(filter(None, (pattern.match(clause) for pattern in patterns)), None)
    return told["subject"] if told else ""


def find_statements(
    piece: Piece,
    grammar: Grammar,
    subjects: SubjectReader,
    topic: str,
    claims: Sequence[PlacedClaim],
) -> list[Statement]:
    """Return the comparisons of one paragraph and note each at the amount it speaks of."""
    found: list[Statement] = []
    seen: set[int] = set()
    if not any(word in piece.text.plain for word in grammar.directions):
        return found
    patterns = _patterns(grammar)
    for pattern in patterns:
        for match in pattern.finditer(piece.text.plain):
            base = _base_of(match, grammar)
            if not base or match.end("direction") in seen:
                continue
            seen.add(match.end("direction"))
            direction = grammar.directions[match["direction"]]
            words = match["subject"] or _clause_before(match, patterns)
            named = subjects.named(words, topic) if words else None
            if named is None and not subjects.says_nothing(words):
                continue  # 某项支出小于预算数, inside a reason
            claim = _amount_before(claims, match.start(), named.name if named else "")
            if claim is not None and not claim.direction:
                claim.direction, claim.base = direction, base
            found.append(
                Statement(
                    statement_kind="comparison",
                    subject=claim.subject if claim else (named.name if named else ""),
                    account_code=claim.account_code if claim else "",
                    direction=direction,
                    base=base,
                    topic=topic,
                    paragraph=piece.paragraph,
                    printed_text=match["direction"],
                    excerpt=shorten(piece.text.printed[max(0, match.end() - 80) : match.end()]),
                )
            )
    return found


def _amount_before(claims: Sequence[PlacedClaim], position: int, subject: str) -> Claim | None:
    for placed in reversed(claims):
        claim = placed.claim
        is_final = claim.claim_kind == "amount" and claim.metric != "budget"
        is_of_last_year = claim.base == PRIOR_YEAR and not claim.direction
        if placed.start < position and is_final and not is_of_last_year:
            if not subject or claim.subject == subject:
                return claim
    return None

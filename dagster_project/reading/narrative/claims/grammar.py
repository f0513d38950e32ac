"""The grammar of the standard sentences as data: the CSVs of dbt/seeds/claims/, compiled once.

A pattern's ``lead`` is matched against the text before a figure and ends at it, its ``tail``
against the text after the unit. ``{slot}`` stands for a row of claim_slots.csv.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from dagster_project.form.seeds import read_seed
from dagster_project.runtime.settings import SEEDS_DIR

CLAIMS_DIR = SEEDS_DIR / "claims"
_SLOT = re.compile(r"\{([a-z_0-9]*[a-z_][a-z_0-9]*)\}")


class GrammarError(ValueError):
    """A row of the grammar cannot be used; the message names the file, the row and the slot."""


@dataclass(frozen=True)
class Pattern:
    """One standard phrase around a figure, and what the figure claims there."""

    pattern_id: str
    topic: re.Pattern[str] | None
    after_metric: frozenset[str]
    lead: re.Pattern[str]
    unit_kinds: frozenset[str]
    printed_unit: re.Pattern[str] | None
    tail: re.Pattern[str] | None
    claim_kind: str
    metric: str
    subject: str
    base: str
    in_span: str
    is_parent: bool

    def fits(self, topic: str, metric: str, unit: str, unit_kind: str) -> bool:
        """Return whether the pattern is for this place and this unit."""
        return (
            unit_kind in self.unit_kinds
            and (self.printed_unit is None or self.printed_unit.fullmatch(unit) is not None)
            and (self.topic is None or self.topic.search(topic) is not None)
            and (not self.after_metric or metric in self.after_metric)
        )


@dataclass(frozen=True)
class KnownSubject:
    """A subject the forms name, however it is printed; ``metric`` of an amount of it."""

    subject: str
    printed: re.Pattern[str]
    topic: str
    metric: str


@dataclass(frozen=True)
class Topic:
    """What a heading or a phrase says the following sentences are about."""

    place: str
    topic: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Span:
    """A stretch of text whose figures are details: reasons and purposes, which is its name."""

    name: str
    opens: re.Pattern[str]
    closes: re.Pattern[str]


@dataclass(frozen=True)
class Grammar:
    """All rows of the grammar, compiled."""

    patterns: tuple[Pattern, ...]
    subjects: tuple[KnownSubject, ...]
    topics: tuple[Topic, ...]
    spans: tuple[Span, ...]
    not_claims: tuple[tuple[str, re.Pattern[str]], ...]
    units: tuple[tuple[str, re.Pattern[str], str], ...]
    directions: dict[str, str]
    slots: dict[str, str]

    @cached_property
    def counted(self) -> frozenset[str]:
        """Metrics that are numbers of things: money is none of them."""
        counts = [row.metric for row in self.patterns if row.claim_kind == "count"]
        return frozenset(counts) - {"="}

    def unit_at(self, text: str, start: int) -> tuple[str, str]:
        """Return the unit printed at this place and its kind; empty and ``none`` without one."""
        for unit, pattern, kind in self.units:
            if pattern.match(text, start):
                return unit, kind
        return "", "none"

    def slot(self, name: str, template: str = "{}") -> re.Pattern[str]:
        """Return the compiled pattern of one slot, put into a template."""
        return _compile_slot(template.replace("{}", f"(?:{self.slots[name]})"))


@cache
def _compile_slot(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _words(rows: Iterable[dict[str, str]], use: str) -> str:
    words = [row["word"] for row in rows if row["word_use"] == use]
    return "|".join(sorted(words, key=len, reverse=True))


def _read_slots(directions: list[dict[str, str]]) -> dict[str, str]:
    slots = {row["slot"]: row["slot_pattern"] for row in read_seed(CLAIMS_DIR / "claim_slots.csv")}
    slots["direction"] = f"(?P<direction>{_words(directions, 'change')})"
    slots["compare"] = f"(?P<direction>{_words(directions, 'compare')})"
    slots["level"] = f"(?P<direction>{_words(directions, 'level')})"
    return slots


def _compile(pattern: str, slots: dict[str, str], where: str) -> re.Pattern[str]:
    def fill(match: re.Match[str]) -> str:
        if match[1] not in slots:
            raise GrammarError(f"dbt/seeds/claims/{where}: 没有名为 {match[0]} 的槽位")
        return f"(?:{slots[match[1]]})"

    try:
        return re.compile(_SLOT.sub(fill, pattern))
    except re.error as problem:
        raise GrammarError(f"dbt/seeds/claims/{where}: {problem}: {pattern}") from None


def _pattern(row: dict[str, str], slots: dict[str, str]) -> Pattern:
    where = f"claim_patterns.csv {row['pattern_id']}"
    return Pattern(
        pattern_id=row["pattern_id"],
        topic=_compile(row["topic"], slots, where) if row["topic"] else None,
        after_metric=frozenset(filter(None, row["after_metric"].split("|"))),
        lead=_compile(row["lead"], slots, where),
        unit_kinds=frozenset(row["unit_kinds"].split()),
        printed_unit=re.compile(row["printed_unit"]) if row["printed_unit"] else None,
        tail=_compile(row["tail"], slots, where) if row["tail"] else None,
        claim_kind=row["claim_kind"],
        metric=row["metric"],
        subject=row["subject"],
        base=row["base"],
        in_span=row["in_span"],
        is_parent=row["is_parent"] == "true",
    )


@cache
def read_grammar() -> Grammar:
    """Return the grammar. Raises GrammarError for a row that cannot be used."""
    directions = read_seed(CLAIMS_DIR / "direction_words.csv")
    slots = _read_slots(directions)
    seeds = {
        name: read_seed(CLAIMS_DIR / f"{name}.csv")
        for name in (
            "claim_patterns",
            "claim_subjects",
            "claim_topics",
            "claim_spans",
            "not_claim_patterns",
            "claim_units",
        )
    }
    return Grammar(
        patterns=tuple(_pattern(row, slots) for row in seeds["claim_patterns"]),
        subjects=tuple(
            KnownSubject(
                row["subject"],
                _compile(f"(?:{row['printed_pattern']})$", slots, "claim_subjects.csv"),
                row["topic"],
                row["metric"],
            )
            for row in seeds["claim_subjects"]
        ),
        topics=tuple(
            Topic(row["place"], row["topic"], _compile(row["pattern"], slots, "claim_topics.csv"))
            for row in seeds["claim_topics"]
        ),
        spans=tuple(
            Span(
                row["detail"],
                _compile(row["opens_pattern"], slots, "claim_spans.csv"),
                _compile(row["closes_pattern"], slots, "claim_spans.csv"),
            )
            for row in seeds["claim_spans"]
        ),
        not_claims=tuple(
            (row["not_claim_class"], _compile(row["pattern"], slots, "not_claim_patterns.csv"))
            for row in seeds["not_claim_patterns"]
        ),
        units=tuple(
            (row["printed_unit"], re.compile(row["unit_pattern"]), row["unit_kind"])
            for row in seeds["claim_units"]
        ),
        directions={row["word"]: row["direction"] for row in directions},
        slots=slots,
    )

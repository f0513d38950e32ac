"""One figure against the patterns: the first that fits says what the figure claims."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dagster_project.reading.narrative.claims.grammar import Pattern
from dagster_project.reading.narrative.claims.numbers import NumberToken
from dagster_project.reading.narrative.claims.state import PRIOR_YEAR, State
from dagster_project.reading.narrative.claims.subjects import Subject

UNKNOWN = "unknown"
# What the funds and the score of the whole are of, as claim_subjects.csv calls it.
_WHOLE = "部门（单位）整体"
_KIND_OF_UNIT = {"money": "amount", "percent": "share", "count": "count", "score": "score"}
# 决算数大于预算数5.00万元: by so much it is more than the budget.
_MORE_OR_LESS = {"大于": "增加", "小于": "减少"}
_CHANGE_OF_UNIT = {"money": "change_amount", "percent": "change_percent", "count": "change_amount"}
# No standard phrase is longer; a reason of a page before a figure says nothing about it.
LEAD_LENGTH = 160
# The counted noun after a unit: 制定141项考核指标.
_COUNTED = re.compile(r"[一-鿿]{1,12}?(?=[，。；：、（）]|的|$)")


@dataclass(frozen=True)
class Match:
    """What one figure claims, as its pattern says it."""

    claim_kind: str
    metric: str
    subject: Subject
    base: str
    direction: str
    pattern_id: str
    is_parent: bool = False

    @property
    def is_known(self) -> bool:
        """Whether the grammar knows the sentence."""
        return self.metric != UNKNOWN

    @property
    def is_change(self) -> bool:
        """Whether it says by how much something became more or less."""
        return self.claim_kind in ("change_amount", "change_percent")


def match_figure(state: State, lead: str, token: NumberToken, tail: str) -> Match | None:
    """Return what the figure claims; None where no pattern fits and it has no unit."""
    lead = lead[-LEAD_LENGTH:]
    for pattern in state.grammar.patterns:
        if not pattern.fits(state.topic, state.last_metric, token.unit, token.unit_kind):
            continue
        words = pattern.lead.search(lead)
        if words is None:
            continue
        after = pattern.tail.search(tail) if pattern.tail else None
        if pattern.tail is not None and after is None:
            continue
        groups = words.groupdict() | (after.groupdict() if after else {})
        groups["counted"] = _counted(tail) if token.unit_kind == "count" else ""
        found = _apply(state, pattern, groups, token)
        if found is not None:
            dated = found.claim_kind in ("amount", "count") and not found.base
            if dated and state.is_of_last_year(lead):
                return replace(found, base=PRIOR_YEAR)
            return found
    return _fallback(state, lead, token)


def _counted(tail: str) -> str:
    noun = _COUNTED.match(tail)
    return noun[0] if noun else ""


def _apply(
    state: State, pattern: Pattern, groups: dict[str, str | None], token: NumberToken
) -> Match | None:
    phrase = groups.get("subject") or ""
    subject = _subject(state, pattern, phrase, groups)
    if subject is None:
        return None
    kind = pattern.claim_kind
    if kind == "change":
        kind = _CHANGE_OF_UNIT[token.unit_kind]
    metric = _metric(state, pattern, subject, token)
    if state.span and pattern.in_span == "detail":
        metric = f"{state.span}_detail"
    direction = state.grammar.directions.get(groups.get("direction") or "", "")
    if pattern.claim_kind == "change":
        direction = _MORE_OR_LESS.get(direction, direction)
    return Match(
        kind,
        metric,
        subject,
        _base(state, pattern, groups),
        direction,
        pattern.pattern_id,
        pattern.is_parent,
    )


def _subject(
    state: State, pattern: Pattern, phrase: str, groups: dict[str, str | None]
) -> Subject | None:
    """Return the subject a pattern names; None where the pattern needs one that is not there."""
    template = pattern.subject
    named = state.subjects.named(phrase, state.topic, state.subject.path) if phrase else None
    if template in ("{named}", "{account}"):
        if named is None and template == "{named}" and state.subjects.says_nothing(phrase):
            spoken_of = state.spoken_of(phrase)
            named = spoken_of if state.is_titled or spoken_of != state.subject else None
        if named is None or bool(named.path) != (template == "{account}"):
            return None
        return named if named.metric else None
    if template == "{subject}" and pattern.metric in ("=", "budget", "final", "executed"):
        return _given_subject(state, phrase, named)
    if template == "{subject}" and pattern.metric == "self_evaluation_score":
        whole = state.topic == "performance_whole" and state.metric == "whole_evaluation_funds"
        if whole and state.subjects.says_nothing(phrase):
            return Subject(_WHOLE)
        return _given_subject(state, re.sub("项目$|整体$", "", phrase), named)
    if template == "{reception}":
        return named_reception(state, phrase)
    if template in ("{literal}", "{literal}{counted}"):
        literal = state.subjects.literal(phrase)
        if template.endswith("{counted}"):
            literal += groups.get("counted") or ""
        return Subject(literal) if literal else state.subject
    if not template:
        return state.subject
    values = {"subject": phrase, "parent": state.parent or _counted_of(state)}
    # A part is named with what the text last named as a whole, not with the part before it.
    values["whole"] = state.subject.name.partition("/")[0]
    values["grade"] = groups.get("grade") or ""
    return Subject(template.format(**values))


def _counted_of(state: State) -> str:
    """Return what was spoken of; behind “优”的9个 that is what was counted, not the grade."""
    name = state.subject.name
    return name.rpartition("-")[0] or name if state.metric == "projects_by_grade" else name


def _given_subject(state: State, phrase: str, named: Subject | None) -> Subject:
    if named is not None:
        return named
    if state.subjects.says_nothing(phrase):
        own_side = state.on_side_of(state.subjects.clean(phrase))
        return state.spoken_of(phrase) if own_side == state.subject else own_side
    literal = state.subjects.literal(phrase)
    return Subject(literal) if literal else state.subject


def named_reception(state: State, phrase: str) -> Subject:
    """Return the reception that batches and persons are counted for, as the text last named it."""
    if phrase and (named := state.subjects.named(f"{phrase}接待费", state.topic)):
        return named
    return state.subject if "接待" in state.subject.name else Subject("公务接待费")


def _metric(state: State, pattern: Pattern, subject: Subject, token: NumberToken) -> str:
    if pattern.metric == "@":
        return subject.metric
    if pattern.metric == "@account":
        return subject.metric
    if pattern.metric != "=":
        return pattern.metric
    if subject == state.subject:
        # 接待40人次，支出3.00万元，较上年减少1.00万元: the money is none of what was counted.
        counted = token.unit_kind == "money" and state.metric in state.grammar.counted
        return (not counted and state.metric) or subject.metric or UNKNOWN
    if subject.path and pattern.claim_kind != "share":
        return "final"
    return subject.metric or (state.metric if state.topic == "performance_review" else UNKNOWN)


def _base(state: State, pattern: Pattern, groups: dict[str, str | None]) -> str:
    if pattern.claim_kind == "change":
        return (groups.get("base") if pattern.base else "") or state.compared_with
    if pattern.base == "=":
        return state.last_base
    named = groups.get("base") or ""
    if pattern.claim_kind == "share":
        listed = "" if state.topic == "performance_review" else state.parent
        return named.removesuffix("的") or listed
    return named or pattern.base.replace("{base}", "")


def _fallback(state: State, lead: str, token: NumberToken) -> Match | None:
    kind = _KIND_OF_UNIT.get(token.unit_kind)
    if kind is None:
        return None
    clause = re.split(r"[，。；：！？、]", lead)[-1]
    subject = Subject(state.subjects.literal(clause)) if clause else state.subject
    metric = f"{state.span}_detail" if state.span else UNKNOWN
    return Match(kind, metric, subject, "", "", "")

"""Totals whose change nobody explains, in a section that explains the one told before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dagster_project.reading.narrative.claims.model import Claim, Statement
from dagster_project.reading.narrative.claims.state import PRIOR_YEAR

_TOTALS = (
    "grand_total",
    "fiscal_grand_total",
    "income_total",
    "expenditure_total",
    "fiscal_expenditure",
    "general_public_expenditure",
)


@dataclass
class SectionChanges:
    """The paragraphs of one section: which change of a total each tells, if it gives a reason."""

    _paragraphs: list[tuple[Claim | None, bool]] = field(default_factory=list)

    def hear(self, claims: Iterable[Claim], statements: Iterable[Statement]) -> None:
        """Take in what one paragraph says."""
        changes = (
            claim
            for claim in claims
            if claim.claim_kind == "change_amount"
            and claim.base == PRIOR_YEAR
            and claim.metric in _TOTALS
        )
        reasoned = any(statement.statement_kind == "reason" for statement in statements)
        self._paragraphs.append((next(changes, None), reasoned))

    def close(self) -> Iterator[Statement]:
        """Yield the change that no reason follows, where one before it has its own.

        A reason behind several changes may be that of all; one in front of a change is not.
        """
        heard, self._paragraphs = self._paragraphs, []
        if not any(change is not None and reasoned for change, reasoned in heard):
            return
        last = max(place for place, (_, reasoned) in enumerate(heard) if reasoned)
        for change, _ in heard[last + 1 :]:
            if change is not None:
                yield Statement(
                    statement_kind="doubtful_reason",
                    paragraph=change.paragraph,
                    subject=change.subject,
                    topic=change.topic,
                    direction="missing",
                    base=PRIOR_YEAR,
                )

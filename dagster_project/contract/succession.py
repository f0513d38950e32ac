"""Which document of a disclosure is the current one: rows of ``dbt/seeds/policy`` decide.

A second file of the same disclosure may be its correction, a draft, or the same in another medium.
``succession_policy.csv`` says what of it takes the place of what was published and what waits for
one line in ``confirmed_documents.csv``. The answer depends on what is there and never on when it is
asked: ``juesuan extract`` and the loader ask the same function.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dagster_project.runtime.settings import SEEDS_DIR

POLICY_FILE = "policy/succession_policy.csv"
CONFIRMATIONS_FILE = "policy/confirmed_documents.csv"
# What becomes of a document: the outcomes of the policy, and what a later one does to the current.
SUPERSEDES, WAITS, SAME, SET_ASIDE = "supersedes", "waits", "same", "set_aside"
CURRENT, SUPERSEDED, WAITING = "current", "superseded", "waiting"
_LEAST_HASH = 8


@dataclass(frozen=True)
class Edition:
    """One document of a disclosure, with what the policy looks at.

    ``dated_on``: the day or month of publication as far as known, ``2024-08`` or ``2024-08-30``.
    ``draft_words``: what calls it a draft, blank for nothing, None where an earlier reader did not
    look. ``figures``: a hash of the figures of each table.
    """

    document_id: str
    revision: int
    sha256: str
    dated_on: str | None = None
    draft_words: str | None = None
    media: str | None = None
    figures: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Confirmation:
    """One line of somebody who decided: it speaks of one document made of these bytes."""

    document_id: str
    source_sha256: str
    decision: str

    def speaks_of(self, edition: Edition) -> bool:
        """Return whether the line is about this document and not about other bytes of its name."""
        begins = self.source_sha256
        is_same = len(begins) >= _LEAST_HASH and edition.sha256.startswith(begins)
        return self.document_id == edition.document_id and is_same


@dataclass(frozen=True)
class Standing:
    """What a document is among those of its disclosure, by which row, compared with which."""

    standing: str
    reason_code: str
    compared_with: str | None = None


@dataclass(frozen=True)
class Policy:
    """The rows of the policy in their order, condition to outcome, and what was confirmed."""

    outcomes: Mapping[str, str]
    titles: Mapping[str, str]
    confirmations: Sequence[Confirmation] = ()

    def decision_on(self, edition: Edition) -> str | None:
        """Return what was decided of a document; the last line counts."""
        said = [c.decision for c in self.confirmations if c.speaks_of(edition)]
        return said[-1] if said else None


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def read_policy(seeds_dir: Path = SEEDS_DIR) -> Policy:
    """Return the policy and the confirmations of the seeds."""
    rows = sorted(_rows(seeds_dir / POLICY_FILE), key=lambda row: int(row["policy_order"]))
    names = ("document_id", "source_sha256", "decision")
    return Policy(
        {row["condition_code"]: row["outcome"] for row in rows},
        {row["condition_code"]: row["title_zh"] for row in rows},
        [
            Confirmation(*(row[name].strip() for name in names))
            for row in _rows(seeds_dir / CONFIRMATIONS_FILE)
        ],
    )


def confirmation_line(document_id: str, sha256: str) -> str:
    """Return the line that lets a waiting document take its place, to be completed and pasted."""
    return f"{document_id},{sha256[:12]},{SUPERSEDES},确认人,理由,日期"


def _is_later(one: str | None, other: str | None) -> bool:
    """Return whether a date is later than another, as far as both are known: a month or a day."""
    length = min(len(one or ""), len(other or ""))
    return bool(length) and (one or "")[:length] > (other or "")[:length]


def _are_among(own: Mapping[str, str], others: Mapping[str, str]) -> bool:
    return bool(own) and all(others.get(table) == figures for table, figures in own.items())


# What may be true of a document, asked in the order of the policy. The second is the current one.
_BETWEEN: Mapping[str, Callable[[Edition, Edition], bool]] = {
    "same_bytes": lambda new, old: new.sha256 == old.sha256,
    "draft_replaced": lambda new, old: bool(old.draft_words) and not new.draft_words,
    "not_recorded": lambda new, old: new.figures is None or old.figures is None,
    # A text and its tables are parts of one disclosure: neither corrects the other.
    "text_completed": lambda new, old: bool(new.figures) and not old.figures,
    "only_text": lambda new, old: bool(old.figures) and not new.figures,
    "same_figures": lambda new, old: _are_among(new.figures or {}, old.figures or {}),
    "fewer_tables": lambda new, old: bool(set(old.figures or ()) - set(new.figures or ())),
    "more_tables": lambda new, old: _are_among(old.figures or {}, new.figures or {}),
    "earlier_date": lambda new, old: _is_later(old.dated_on, new.dated_on),
    "later_date": lambda new, old: _is_later(new.dated_on, old.dated_on),
    "other_medium": lambda new, old: new.media != old.media,
    "no_later_date": lambda new, old: True,
}


def _condition(policy: Policy, new: Edition, current: Edition | None) -> str:
    """Return the first row of the policy that holds of a document beside the current one."""
    decision = policy.decision_on(new)
    for code in policy.outcomes:
        if code == "confirmed":
            holds = decision == SUPERSEDES
        elif code == "set_aside":
            holds = decision == SET_ASIDE
        elif code == "draft":
            holds = bool(new.draft_words)
        elif code == "first":
            holds = current is None
        else:
            holds = current is not None and _BETWEEN[code](new, current)
        if holds:
            return code
    raise ValueError(f"no row of {POLICY_FILE} holds of {new.document_id}")


def decide(editions: Iterable[Edition], policy: Policy) -> dict[str, Standing]:
    """Return the standing of every document of one disclosure, in the order of their revisions."""
    found: dict[str, Standing] = {}
    current: Edition | None = None
    for new in sorted(editions, key=lambda each: (each.revision, each.document_id)):
        code = _condition(policy, new, current)
        outcome = policy.outcomes[code]
        against = current.document_id if current else None
        if outcome == SUPERSEDES:
            if current is not None:
                found[current.document_id] = Standing(SUPERSEDED, code, new.document_id)
            found[new.document_id] = Standing(CURRENT, code, against)
            current = new
        else:
            found[new.document_id] = Standing(
                WAITING if outcome == WAITS else outcome, code, against
            )
    return found

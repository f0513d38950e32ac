"""Every document of the linear rules, with what arithmetic says that each rule finds in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from tests.rules.linear_arithmetic import Expected, Key, judge, plan
from tests.rules.linear_bases import Base, bases, homes
from tests.rules.linear_document import Document
from tests.rules.linear_rules import linear_rules
from tests.rules.linear_targets import SETS, Target, packed


@dataclass(frozen=True)
class Case:
    """One document and what every linear rule must say of it."""

    document_id: str
    kind: str
    base: Base
    document: Document
    expected: dict[Key, Expected]
    targets: tuple[Target, ...] = ()


@cache
def cases() -> dict[str, Case]:
    """Return every document of the linear rules by its id."""
    return {case.document_id: case for case in (*_clean(), *_changed(), *_unread())}


def _clean() -> Iterator[Case]:
    for base in (*bases("元"), *bases("万元")):
        yield Case(base.name, "clean", base, base.document, base.expected)


def _changed() -> Iterator[Case]:
    for kind, unit, wishes, amount in SETS:
        for number, packing in enumerate(packed(wishes(unit), unit, amount), start=1):
            base = packing.base
            document = base.document.with_changes(packing.changes)
            expected = judge(document, base.plans)
            document_id = f"{base.name}-{kind}-{number:02d}"
            yield Case(document_id, kind, base, document, expected, tuple(packing.targets))


def _unread() -> Iterator[Case]:
    """Yield, for every rule and every table it needs, a document without a reading of the table."""
    wanted = {
        (base.name, table): base
        for rule_id, base in homes("元").items()
        for table in linear_rules()[rule_id].tables
    }
    for (name, table), base in sorted(wanted.items(), key=lambda item: item[0]):
        document = replace(base.document, unread=frozenset({table}))
        expected = judge(document, plan(document))
        yield Case(f"{name}-without-{table}", "without", base, document, expected)

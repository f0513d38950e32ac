"""Which cells are changed by how much, so that every rule and every term is seen to matter.

A target is one verdict and one changed cell. Targets share a document as long as no target's
verdict holds the changed cell of another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from functools import cache

from tests.rules.linear_arithmetic import Key
from tests.rules.linear_bases import Base, homes, is_full
from tests.rules.linear_document import DIGIT, Cell
from tests.rules.linear_rules import condition_parts, linear_rules

BESIDE = "beside"  # in place of a term: a cell that the verdict does not weigh
Wish = tuple[str, str]  # rule, term
# From the number of the target in its document, the tolerance and whether it counts things.
Amount = Callable[[int, Decimal, bool], Decimal]


@dataclass(frozen=True)
class Target:
    """One verdict, the cell that is changed, and the difference that this must make."""

    key: Key
    term_no: str
    cell: Cell
    change: Decimal
    wanted: Decimal

    @property
    def rule_id(self) -> str:
        """The rule that the target is about."""
        return self.key[0]


@dataclass
class Packing:
    """Targets that share one document."""

    base: Base
    targets: list[Target] = field(default_factory=list)
    kept: set[Cell] = field(default_factory=set)

    @property
    def changes(self) -> dict[Cell, Decimal]:
        """What is added to which cell."""
        return {target.cell: target.change for target in self.targets}

    def takes(self, key: Key, cell: Cell) -> bool:
        """Return whether a further target disturbs none and is disturbed by none."""
        weighed = self.base.plans[key].cells.keys()
        return cell not in self.kept and self.changes.keys().isdisjoint({cell, *weighed})

    def add(self, target: Target) -> None:
        """Take a target."""
        self.targets.append(target)
        self.kept |= self.base.plans[target.key].cells.keys()


def packed(wishes: Iterable[Wish], unit: str, amount: Amount) -> list[Packing]:
    """Return documents' worth of targets, one target per wish."""
    packings: list[Packing] = []
    for rule_id, term_no in wishes:
        base, found = homes(unit)[rule_id], candidates(rule_id, term_no, unit)
        packing, key, cell = _place(base, packings, found)
        if not packing.targets:
            packings.append(packing)
        before, weight = base.expected[key], base.plans[key].cells.get(cell)
        size = amount(len(packing.targets), before.tolerance or Decimal(0), cell[2] == "quantity")
        change, wanted = size, before.difference or Decimal(0)
        if weight:
            # A rule of the kind "at least" is broken by a negative difference.
            wanted = -size if linear_rules()[rule_id].row["relation"] == ">=" else size
            change = (wanted - (before.difference or 0)) / weight
        packing.add(Target(key, term_no, cell, change, wanted))
    return packings


def _place(
    base: Base, packings: list[Packing], found: tuple[tuple[Key, Cell], ...]
) -> tuple[Packing, Key, Cell]:
    """Return the first packing that takes one of these, else an empty one."""
    for packing in packings:
        if packing.base is base:
            for key, cell in found:
                if packing.takes(key, cell):
                    return packing, key, cell
    return Packing(base), *found[0]


@cache
def candidates(rule_id: str, term_no: str, unit: str) -> tuple[tuple[Key, Cell], ...]:
    """Return full verdicts of a rule, each with a filled cell that the term weighs there.

    A verdict whose tolerance can be met to the digit comes first: it shows its edge best.
    """
    if rule_id not in homes(unit):
        return ()
    base = homes(unit)[rule_id]
    find = _beside if term_no == BESIDE else _weighed
    found = [
        (key, cell)
        for key, expected in base.expected.items()
        if key[0] == rule_id and is_full(expected)
        for cell in find(base, key, term_no)
        if base.document.value(cell) is not None
    ]
    return tuple(sorted(found, key=lambda pair: (base.expected[pair[0]].tolerance or 0) % DIGIT))


def _weighed(base: Base, key: Key, term_no: str) -> Iterator[Cell]:
    weights = base.plans[key]
    return (cell for cell in weights.of_term[term_no] if cell in weights.cells)


def _beside(base: Base, key: Key, _: str) -> Iterator[Cell]:
    """Yield the cells of the rule's tables that neither the verdict nor its condition looks at."""
    rule = linear_rules()[key[0]]
    weighed = base.plans[key].cells.keys()
    asked = {cell for _, _, cell in condition_parts(rule.row["applies_condition"])}
    for table in rule.tables:
        for row_key, _, _, figures in base.document.rows(table):
            cells = {(table, row_key, column) for column in figures}
            yield from sorted(cells - weighed - asked)


def _distinct(number: int, tolerance: Decimal, is_count: bool) -> Decimal:
    return (number + 1) * (Decimal(7) if is_count else Decimal("11.11"))


def _one_digit(number: int, tolerance: Decimal, is_count: bool) -> Decimal:
    return Decimal(1) if is_count else DIGIT


def _nothing(number: int, tolerance: Decimal, is_count: bool) -> Decimal:
    return Decimal(0)


def _at_tolerance(number: int, tolerance: Decimal, is_count: bool) -> Decimal:
    return (tolerance / DIGIT).to_integral_value(ROUND_FLOOR) * DIGIT


def _beyond(number: int, tolerance: Decimal, is_count: bool) -> Decimal:
    return _at_tolerance(number, tolerance, is_count) + _one_digit(number, tolerance, is_count)


def _terms(unit: str) -> list[Wish]:
    """Return every (rule, term) that weighs a cell; 301 in I34 is added and taken away again."""
    return [
        (rule_id, term["term_no"])
        for rule_id, rule in linear_rules().items()
        for term in rule.terms
        if candidates(rule_id, term["term_no"], unit)
    ]


def _first_terms(unit: str) -> list[Wish]:
    return list({rule_id: (rule_id, no) for rule_id, no in reversed(_terms(unit))}.values())[::-1]


def _inequalities(unit: str) -> list[Wish]:
    return [w for w in _first_terms(unit) if linear_rules()[w[0]].row["relation"] != "="]


def _neighbours(unit: str) -> list[Wish]:
    return [(rule_id, BESIDE) for rule_id in homes(unit) if candidates(rule_id, BESIDE, unit)]


# Name, unit, which terms are wrong, and by how much the sides then differ.
SETS: tuple[tuple[str, str, Callable[[str], list[Wish]], Amount], ...] = (
    ("terms", "元", _terms, _distinct),
    ("digit", "元", _first_terms, _one_digit),
    ("equal", "元", _inequalities, _nothing),
    ("beside", "元", _neighbours, _one_digit),
    ("edge", "万元", _first_terms, _at_tolerance),
    ("beyond", "万元", _first_terms, _beyond),
)

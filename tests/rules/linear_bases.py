"""The documents that add up, and in which of them a rule is at home."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from tests.rules.linear_arithmetic import Expected, Key, Weights, judge, plan
from tests.rules.linear_department import Department
from tests.rules.linear_document import DIGIT, Document
from tests.rules.linear_tables import build

_ALL_SPENDING = {"gk06": "all_spending", "gk09": "with_carry_over"}
_BASIC_ONLY = {"gk02": "with_education_fees", "gk06": "basic_only", "gk09": "with_carry_over"}
# In the order in which a rule looks for a document it holds in.
_DEPARTMENTS = (
    Department("mixed", variants=_ALL_SPENDING),
    Department("fiscal", nature="administrative", has_other_money=False, variants=_ALL_SPENDING),
    Department("general", has_fund_money=False, variants=_ALL_SPENDING),
    Department("basic", form="shanghai", variants=_BASIC_ONLY),
    Department("tight", has_room=False, variants=_ALL_SPENDING),
    Department("tight-basic", form="shanghai", has_room=False, variants=_BASIC_ONLY),
    Department(
        "national", form="national", variants={"gk05": "with_carry_over", "gk06": "basic_only"}
    ),
    Department(
        "grouped", form="national", variants={"gk05": "with_carry_over", "gk06": "basic_by_group"}
    ),
    Department("unretired", has_retirement_account=False, variants=_ALL_SPENDING),
)


@dataclass(frozen=True)
class Base:
    """A document that adds up, with what every rule weighs in it and says of it."""

    document: Document
    plans: dict[Key, Weights]
    expected: dict[Key, Expected]

    @property
    def name(self) -> str:
        """The id of the document."""
        department = self.document.department
        return f"linear-{department.name}-{ {'元': 'yuan', '万元': 'wanyuan'}[department.unit] }"


@cache
def bases(unit: str) -> tuple[Base, ...]:
    """Return the documents that add up, printed in a unit."""
    return tuple(_based_on(replace(department, unit=unit)) for department in _DEPARTMENTS)


def _based_on(department: Department) -> Base:
    document = Document(department, build(department))
    plans = plan(document)
    return Base(document, plans, judge(document, plans))


@cache
def homes(unit: str) -> dict[str, Base]:
    """Return of every rule the first document in which it passes with figures on both sides.

    Better than an earlier one is a document in which the tolerance itself can be printed.
    """
    found: dict[str, Base] = {}
    beyond_digit: dict[str, Decimal] = {}
    for base in bases(unit):
        for (rule_id, _), expected in base.expected.items():
            rest = (expected.tolerance or Decimal(0)) % DIGIT
            if is_full(expected) and rest < beyond_digit.get(rule_id, DIGIT):
                found[rule_id], beyond_digit[rule_id] = base, rest
    return found


def is_full(expected: Expected) -> bool:
    """Return whether a rule passes with figures on both sides."""
    return expected.status == "pass" and bool(expected.left) and bool(expected.right)

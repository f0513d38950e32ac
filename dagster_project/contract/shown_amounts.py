"""Amounts for people: exact decimals with separators, or as numbers in the unit of the page."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from dagster_project.contract.cell_model import YUAN_PER_UNIT

_TWO_PLACES = Decimal("0.01")


@dataclass(frozen=True)
class Quantity:
    """A number with the unit that it is shown in: an amount is never without one."""

    number: Decimal
    unit: str


def format_amount(value: Decimal | None) -> str:
    """Return an amount with separators and two decimals; nothing for None, which is not zero."""
    return "" if value is None else f"{value:,.2f}".replace("-", "−")


def format_wan(yuan: Decimal | None) -> str:
    """Return an amount in 万元 with two decimals, to be compared; nothing for None."""
    return format_amount(None if yuan is None else yuan / YUAN_PER_UNIT["万元"])


def in_printed_unit(
    value: Decimal | None, unit: str | None, printed_unit: str | None
) -> Decimal | None:
    """Return an amount of a check, in ``unit``, as a number in ``printed_unit``: exactly.

    Only yuan have another unit in print. More than two decimals only where the yuan ask for them.
    """
    if value is None or unit != "元":
        return value
    amount = value / YUAN_PER_UNIT.get(printed_unit or unit, 1)
    shortest = amount.quantize(_TWO_PLACES)
    return shortest if shortest == amount else amount

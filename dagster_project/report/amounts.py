"""Amounts for people: exact decimals with separators, in the unit of the printed table."""

from __future__ import annotations

from decimal import Decimal

_WAN = Decimal(10_000)
_TWO_PLACES = Decimal("0.01")


def format_amount(value: Decimal | None) -> str:
    """Return an amount with separators and two decimals; nothing for None, which is not zero."""
    return "" if value is None else f"{value:,.2f}".replace("-", "−")


def in_unit(value: Decimal | None, unit: str | None, printed_unit: str | None) -> str:
    """Return an amount of a check with its unit: yuan is shown in 万元 beside a table in 万元."""
    if value is None:
        return ""
    if unit == "元" and printed_unit == "万元":
        return f"{format_wan(value)} 万元"
    if unit in (None, "元"):
        return f"{format_amount(value)} {unit or ''}".strip()
    return f"{value.normalize():,f} {unit}".replace("-", "−")


def format_wan(value: Decimal | None) -> str:
    """Return yuan as 万元, exactly: more than two decimals only where the yuan ask for them."""
    if value is None:
        return ""
    wan = value / _WAN
    if wan == wan.quantize(_TWO_PLACES):
        wan = wan.quantize(_TWO_PLACES)
    return f"{wan:,f}".replace("-", "−")

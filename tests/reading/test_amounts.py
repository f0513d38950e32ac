"""Printed amounts: exact, as printed, and nonsense is an error."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dagster_project.contract.amounts import (
    UnreadableAmountError,
    parse_printed_amount,
    yuan_amount,
)
from dagster_project.loading.cells import parse_printed


@pytest.mark.parametrize(
    ("printed", "plain", "decimals"),
    [
        ("14250607.65", "14250607.65", 2),
        ("1,234,567.80", "1234567.80", 2),
        ("0.00", "0.00", 2),
        ("2", "2", 0),
        ("-1,200.50", "-1200.50", 2),
        ("－7.5", "-7.5", 1),
        ("１２.50", "12.50", 2),
        ("0.123456", "0.123456", 6),
    ],
)
def test_amounts_are_read_as_printed(printed: str, plain: str, decimals: int) -> None:
    amount = parse_printed_amount(printed)
    assert amount is not None
    assert (amount.text, format(amount.value, "f"), amount.decimals) == (printed, plain, decimals)


@pytest.mark.parametrize("printed", ["", "  ", "\u3000"])
def test_blank_is_no_amount_and_not_zero(printed: str) -> None:
    assert parse_printed_amount(printed) is None


@pytest.mark.parametrize("printed", ["────", "1,23.00", "12元", "1.2.3", "--5", "1 000.00", "1e5"])
def test_nonsense_is_an_error_that_quotes_it(printed: str) -> None:
    with pytest.raises(UnreadableAmountError, match="不是金额"):
        parse_printed_amount(printed)


def test_yuan_is_exact_and_unknown_without_a_unit() -> None:
    assert yuan_amount(Decimal("4733.14"), "万元") == Decimal("47331400.00")
    assert yuan_amount(Decimal("102.5"), "元") == Decimal("102.50")
    assert yuan_amount(Decimal(1), None) is None
    assert yuan_amount(Decimal(1), "美元") is None


def test_two_figures_glued_together_are_no_amount() -> None:
    with pytest.raises(UnreadableAmountError, match="连在一起"):
        parse_printed_amount("800.00342702")
    assert parse_printed_amount("0.123456") is not None


@pytest.mark.parametrize(
    "printed",
    [
        *("(20.00)", "（20.00）", "△20.00", "▲ 20.00", "−20.00", "- 20.00", "20.00-", "20.00－"),
        *("¥-20.00", "-￥20.00", "（２０．００）", "—20.00", "﹣20.00", "负20.00"),
    ],
)
def test_every_way_of_printing_a_negative_is_one(printed: str) -> None:
    amount = parse_printed_amount(printed)
    assert amount is not None
    assert (amount.text, amount.value, amount.decimals) == (printed, Decimal("-20.00"), 2)
    assert parse_printed(printed) == amount.value


@pytest.mark.parametrize("printed", ["+20.00", "'20.00", "\u200e20.00\u200e", "\ufeff20.00"])
def test_what_shows_nothing_or_no_other_sign_is_no_part_of_the_figure(printed: str) -> None:
    amount = parse_printed_amount(printed)
    assert amount is not None
    assert (amount.value, parse_printed(printed)) == (Decimal("20.00"), Decimal("20.00"))


@pytest.mark.parametrize("mark", ["①", "²", "₁", "*", "注1", "(注1)", "[1]", "※"])
def test_the_mark_of_a_note_is_told_apart_from_the_figure(mark: str) -> None:
    for printed in (f"500.00{mark}", f"500.00 {mark}"):
        amount = parse_printed_amount(printed)
        assert amount is not None
        assert (str(amount.value), amount.decimals, amount.mark) == ("500.00", 2, mark)


@pytest.mark.parametrize("printed", ["¥1,234,567.00", "1,234 ,567.00", "1，234，567．００"])
def test_currency_signs_and_loose_commas_are_no_part_of_the_figure(printed: str) -> None:
    amount = parse_printed_amount(printed)
    assert amount is not None
    assert str(amount.value) == "1234567.00"


@pytest.mark.parametrize(
    "printed", ["(-20)", "500.00(1)", "500.00 1", "①", "△", "½", "12.3%", "+-20", "负负20", "20+"]
)
def test_what_may_be_another_figure_is_none(printed: str) -> None:
    with pytest.raises(UnreadableAmountError):
        parse_printed_amount(printed)

"""An amount is read as the value that is printed, however it is printed, or not at all."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from dagster_project.contract.amounts import (
    PrintedAmount,
    UnreadableAmountError,
    parse_printed_amount,
)
from dagster_project.reading.decoders.number_text import number_text

FULL_WIDTH = {ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789.,-()"}
_WAYS_TO_BE_LESS_THAN_NOTHING = ("-{}", "{}-", "({})", "△{}", "−{}", "- {}", "（{}）")
amounts = st.decimals(-(10**18), 10**18, places=2).map(lambda value: value + Decimal("0.00"))
# What stands in cells: digits of several scripts, signs, marks, blanks, letters.
texts = st.text(
    st.one_of(
        st.sampled_from("0123456789.,-()（）０１２３．，－¥￥△ \u3000\u200b①²₁*注元万%"),
        st.characters(),
    ),
    max_size=24,
)


@st.composite
def printed(draw: st.DrawFn) -> tuple[str, Decimal]:
    """Return an amount as somebody prints it, and the amount."""
    value = draw(amounts)
    text = f"{abs(value):,.2f}" if draw(st.booleans()) else f"{abs(value):.2f}"
    if value < 0:
        text = draw(st.sampled_from(_WAYS_TO_BE_LESS_THAN_NOTHING)).format(text)
    elif draw(st.booleans()):
        text = draw(st.sampled_from("¥￥")) + text
    if draw(st.booleans()):
        text = text.translate(FULL_WIDTH)
    blank = draw(st.sampled_from(("", " ", "\u3000", "\xa0", "\n")))
    return blank + text + blank, value


@given(printed())
def test_an_amount_is_read_as_it_is_printed(case: tuple[str, Decimal]) -> None:
    text, value = case
    found = parse_printed_amount(text)
    assert found is not None
    assert found.value == value
    assert found.decimals == 2


def _digits(text: str) -> str:
    plain = {ord(full): chr(plain) for plain, full in FULL_WIDTH.items()}
    return re.sub("[^0-9]", "", text.translate(plain))


@given(texts)
def test_no_digit_is_added_left_out_or_moved(text: str) -> None:
    try:
        found = parse_printed_amount(text)
    except UnreadableAmountError:
        return
    if found is None:
        assert not text.strip().strip("\u3000\xa0¥￥ ").strip("¥￥")
        return
    # The mark of a note may hold digits of its own; it stands before or behind the figure.
    figure = f"{abs(found.value):f}"
    assert figure.replace(".", "") in _digits(text)
    marks = len(_digits(found.mark))
    assert len(_digits(text)) - marks == len(re.sub(r"\D", "", _shown(found)))


def _shown(found: PrintedAmount) -> str:
    """Return the digits of an amount with the zeros that are printed before it."""
    figure = f"{abs(found.value):.{found.decimals}f}"
    printed_digits = _digits(found.text)
    mark = len(_digits(found.mark))
    zeros = len(printed_digits) - mark - len(re.sub(r"\D", "", figure))
    return "0" * max(zeros, 0) + figure


# A spreadsheet holds fifteen digits: eleven before the point and four behind it.
@given(
    st.decimals(-(10**11) + 1, 10**11 - 1, places=4),
    st.sampled_from(("0", "0.00", "#,##0.00", "0.000", "#,##0")),
)
def test_a_cell_of_a_spreadsheet_is_rounded_as_it_is_shown(value: Decimal, code: str) -> None:
    places = Decimal(1).scaleb(-len(code.partition(".")[2]))
    found = parse_printed_amount(number_text(value, code))
    assert found is not None
    assert found.value == value.quantize(places, ROUND_HALF_UP)


@given(st.decimals(allow_nan=False, allow_infinity=False), st.text(max_size=30))
def test_any_format_shows_something(value: Decimal, code: str) -> None:
    assert isinstance(number_text(value, code), str)

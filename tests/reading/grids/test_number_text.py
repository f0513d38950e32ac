"""Numbers of a spreadsheet are printed as their number format shows them."""

from __future__ import annotations

import datetime

import pytest

from dagster_project.reading.decoders.number_text import date_text, number_text


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (63, "General", "63"),
        (4733.14, "General", "4733.14"),
        (0.1 + 0.2, "General", "0.3"),
        (0, "General", "0"),
        (1189.5000000001, "General", "1189.5"),
        (33.333333333333336, "General", "33.333333"),
        (123456789.12, "General", "123456789.12"),
        (63, "0.00", "63.00"),
        (20218.21, "#,##0.00", "20,218.21"),
        (20218.21, "#,##0.00_ ", "20,218.21"),
        (0, "#,##0.00", "0.00"),
        (-12.5, "#,##0.00;[Red]-#,##0.00", "-12.50"),
        (-12.5, "#,##0.00_);\\(#,##0.00\\)", "-12.50"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0.00"),
        (5, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "5.00"),
        (0, "0.00;-0.00;", ""),
        (0, "0.00;-0.00;;@", ""),
        (1.005, "0.00", "1.01"),
        (2.675, "0.00", "2.68"),
        (1.5, "0.##", "1.5"),
        (3, "0.##", "3"),
        (1234567, "#,##0,", "1,235"),
        (0.123, "0.0%", "12.3%"),
        (-0.001, "0.00", "0.00"),
        (45000, "yyyy-mm-dd", "45000"),
        (1e15, "General", "1000000000000000"),
        (12800000, "0!.0,", "1280.0"),
        (11895000, "0\\.0,", "1189.5"),
        (605000, '0"."0,', "60.5"),
        (-605000, "0!.0,;-0!.0,", "-60.5"),
        (12800000, "#!.0000", "1280.0000"),
        (12345678, "#\\.00,,", ".12"),
        (4000, "0!.00,", "0.04"),
        (12800000, '0!.0,"万元"', "1280.0万元"),
        (12800000, '[>=10000]0!.0,"万";0', "1280.0万"),
        (500, '[>=10000]0!.0,"万";0', "500"),
        (63, '0.00"元"', "63.00"),
    ],
)
def test_a_number_is_printed_as_its_format_shows_it(
    value: float, number_format: str, text: str
) -> None:
    assert number_text(value, number_format) == text


@pytest.mark.parametrize(
    ("number_format", "text"),
    [
        ('yyyy"年度"', "2023年度"),
        ("yyyy年", "2023年"),
        ("yyyy\\d", "2023d"),
        ("[$-804]yyyy", "2023"),
        ("yyyy-mm-dd", "2023-12-31"),
        ('yyyy"年"m"月"', "2023-12-31"),
        (None, "2023-12-31"),
    ],
)
def test_a_date_that_shows_its_year_alone_is_that_year(
    number_format: str | None, text: str
) -> None:
    assert date_text(datetime.date(2023, 12, 31), number_format) == text

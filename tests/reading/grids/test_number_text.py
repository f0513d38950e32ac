"""Numbers of a spreadsheet are printed as their number format shows them."""

from __future__ import annotations

import pytest

from dagster_project.reading.decoders.number_text import number_text


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (63, "General", "63"),
        (4733.14, "General", "4733.14"),
        (0.1 + 0.2, "General", "0.3"),
        (0, "General", "0"),
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
    ],
)
def test_a_number_is_printed_as_its_format_shows_it(
    value: float, number_format: str, text: str
) -> None:
    assert number_text(value, number_format) == text

"""Which form a document follows: whether its tables are numbered, which it has, and whose it is."""

from __future__ import annotations

from collections.abc import Sequence

from dagster_project.form.families import Form, recognise_form
from dagster_project.reading.model.identity import Organization
from dagster_project.reading.tables.regions import Region


def _prints_numbers(regions: Sequence[Region]) -> bool:
    """Return whether 公开NN表 stands above most tables."""
    return 2 * sum(region.number is not None for region in regions) > len(regions)


def find_form(regions: Sequence[Region], organization: Organization | None, text: str) -> Form:
    """Return the form with its evidence, from the tables as found and the text around them."""
    return recognise_form(
        prints_numbers=_prints_numbers(regions),
        table_codes={region.table_code for region in regions},
        organization=organization,
        text=text,
    )

"""Which form a document follows, by its tables as found and whose it is."""

from __future__ import annotations

from collections.abc import Sequence

from dagster_project.form.families import Form, PrintedTable, recognise_form
from dagster_project.reading.model.identity import Organization
from dagster_project.reading.tables.regions import Region


def find_form(
    regions: Sequence[Region], organization: Organization | None, text: str, year: int | None
) -> Form:
    """Return the form with its evidence, from the tables as found and the text around them."""
    tables = [PrintedTable(region.table_code, region.title, region.number) for region in regions]
    return recognise_form(tables, organization=organization, text=text, year=year)

"""Fiscal years as dynamic partitions of raw ingestion, kept in line with the folders of raw/."""

from __future__ import annotations

from collections.abc import Sequence

import dagster as dg

# Years are the folders of raw/ (2022, …, unknown): new ones appear without a code change.
fiscal_years = dg.DynamicPartitionsDefinition(name="fiscal_year")


def sync_partitions(instance: dg.DagsterInstance, present: Sequence[str]) -> None:
    """Add partitions that appeared under raw/ and delete those that are gone."""
    known = set(instance.get_dynamic_partitions("fiscal_year"))
    if new := sorted(set(present) - known):
        instance.add_dynamic_partitions("fiscal_year", new)
    for gone in sorted(known - set(present)):
        instance.delete_dynamic_partition("fiscal_year", gone)

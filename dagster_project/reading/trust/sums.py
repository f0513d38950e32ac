"""The sums that figures of a document take part in, and which figures hold one another up.

Arithmetic confirms a reading here, it never changes one: no value leaves this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from dagster_project.form.identities import Place, Sum, read_identities
from dagster_project.reading.model.cells import Cell, ReadTable
from dagster_project.reading.trust.printed_sums import printed_rows


@dataclass
class Figures:
    """Every cell of the tables by its place; ``doubtful`` ones have ink that was not read."""

    cells: dict[Place, Cell] = field(default_factory=dict)
    values: dict[Place, Decimal] = field(default_factory=dict)
    doubtful: set[Place] = field(default_factory=set)

    @classmethod
    def of(cls, tables: Iterable[ReadTable]) -> Figures:
        """Return the figures of tables; a blank without ink counts as zero in sums."""
        found = cls()
        for table in tables:
            for cell in table.cells:
                place = (table.table_code, cell.row_key, cell.column_code)
                found.cells[place] = cell
                if cell.value_numeric is not None:
                    found.values[place] = cell.value_numeric
                elif cell.cell_state == "value" or cell.confidence == 0:
                    found.doubtful.add(place)
        return found


def find_sums(tables: Sequence[ReadTable]) -> list[Sum]:
    """Return every sum that the figures of these tables can take part in."""
    rows = printed_rows(tables)
    return [
        terms
        for identity in read_identities()
        if identity.relation == "=" and identity.has_whole
        for terms in identity.sums(rows)
    ]


def holding(sums: Iterable[Sum], figures: Figures) -> list[list[Place]]:
    """Return the printed figures of each sum that holds exactly, those of at least two.

    A sum with ink in it that was not read, or without its own total, says nothing.
    """
    found = []
    for terms in sums:
        places = [place for place, _ in terms]
        if any(place in figures.doubtful for place in places) or places[0] not in figures.values:
            continue
        total = sum((figures.values.get(p, Decimal(0)) * w for p, w in terms), Decimal(0))
        printed = [place for place in places if place in figures.values]
        if total == 0 and len(printed) > 1 and any(figures.values[p] for p in printed):
            found.append(printed)
    return found


def supported(held: Iterable[Sequence[Place]], figures: Figures) -> set[Place]:
    """Return the figures that an addition holds up, or that equal one that it holds up.

    Two equal figures alone are no evidence: the same digits in the same type are misread alike.
    """
    found: set[Place] = set()
    equal: list[Sequence[Place]] = []
    for places in held:
        if sum(figures.values[p] != 0 for p in places) > 2:
            found |= set(places)
        else:
            equal.append(places)
    grows = True
    while grows:
        grows = False
        for places in equal:
            if not found.isdisjoint(places) and not found.issuperset(places):
                found |= set(places)
                grows = True
    return found

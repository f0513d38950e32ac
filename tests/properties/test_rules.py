"""Any figures that satisfy the identities pass; any single one that is changed is seen."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dagster_project.runtime.warehouse import open_warehouse
from tests import building, factories

pytestmark = pytest.mark.slow

_BASIC, _PROJECT, _TOTAL = "60.00", "40.00", "100.00"
Place = tuple[str, int, str]
PLACES: list[Place] = [
    (table, number, column)
    for table, rows in factories.default_tables().items()
    for number, (_, _, _, figures) in enumerate(rows)
    for column, text in figures.items()
    if text in (_BASIC, _PROJECT, _TOTAL)
]
figures = st.decimals("0.01", "99999999", places=2)


@dataclass(frozen=True)
class Disclosure:
    """The two figures of which everything follows, and the one cell that is off, by how much."""

    basic: Decimal
    project: Decimal
    place: Place | None = None
    off: Decimal = Decimal(0)

    def tables(self) -> dict[str, list[factories.Row]]:
        """Return its tables."""
        values = {
            _BASIC: self.basic,
            _PROJECT: self.project,
            _TOTAL: self.basic + self.project,
        }
        tables = factories.default_tables()
        for table, rows in tables.items():
            for number, (_, _, _, printed) in enumerate(rows):
                for column, text in printed.items():
                    if text in values:
                        off = self.off if (table, number, column) == self.place else Decimal(0)
                        printed[column] = f"{values[text] + off:.2f}"
        return tables


sound = st.builds(Disclosure, figures, figures)
changed = st.builds(
    Disclosure,
    figures,
    figures,
    st.sampled_from(PLACES),
    st.decimals("0.01", "99999", places=2) | st.decimals("-0.01", "-0.01", places=2),
)


# A warehouse is built for each example: one that fails is shown as it is, not made smaller.
@settings(
    phases=[Phase.generate],
    max_examples=2,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(sound, min_size=10, max_size=10), st.lists(changed, min_size=50, max_size=50))
def test_what_adds_up_passes_and_what_does_not_is_seen(
    right: list[Disclosure], wrong: list[Disclosure]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        names = {f"d{n:03}-2022": each for n, each in enumerate([*right, *wrong])}
        for document_id, each in names.items():
            factories.write_document(
                base / "raw", document_id, tables=each.tables(), organization_id=document_id
            )
        building.build(base / "raw", base / "w.duckdb", ["rule_verdicts"])
        with open_warehouse(base / "w.duckdb", read_only=True) as connection:
            rows = connection.execute(
                "select document_id, count(*) from reconciliation.rule_verdicts "
                "where status = 'fail' and severity <> 'notice' group by all"
            ).fetchall()
    fails = Counter(dict(rows))
    accused = {i: each for i, each in names.items() if each.place is None and fails[i]}
    assert accused == {}
    unseen = {i: each for i, each in names.items() if each.place is not None and not fails[i]}
    assert unseen == {}

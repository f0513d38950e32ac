"""An extract folder before it is written: what mutations change."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.rules.performance_forms import Form

Record = dict[str, str]


@dataclass
class Draft:
    """One extract folder before it is written."""

    rng: random.Random
    tables: dict[str, list[Record]] = field(default_factory=dict)
    claims: list[Record] = field(default_factory=list)
    statements: list[Record] = field(default_factory=list)
    headings: list[Record] = field(default_factory=list)
    forms: tuple[Form, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    form_changes: list[Callable[[list[Record]], None]] = field(default_factory=list)

    def rows(self, table: str) -> list[str]:
        """Return the row numbers of the accounts of a table."""
        records = self.tables.get(table, [])
        return sorted({r["row_no"] for r in records if r["account_code"]}, key=int)


Mutation = Callable[[Draft], None]

"""What a label says of its figures where no layout does: counted, in percent, in money."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from dagster_project.form.labels import squeeze
from dagster_project.form.seeds import LAYOUTS_DIR, read_seed

# The kind of a value, and its unit.
Kind = tuple[str, str]


@cache
def _kinds() -> tuple[tuple[re.Pattern[str], Kind], ...]:
    rows = read_seed(LAYOUTS_DIR / "other_value_kinds.csv")
    return tuple((re.compile(r["pattern"]), (r["value_kind"], r["value_unit"])) for r in rows)


def kind_in(text: str) -> Kind | None:
    """Return what a label says its figures are, with their unit; nothing where it says nothing."""
    plain = unicodedata.normalize("NFKC", squeeze(text)).translate({40: "（", 41: "）"})
    for pattern, (kind, unit) in _kinds():
        found = pattern.search(plain)
        if found:
            return kind, unit or (found.groupdict().get("unit") or "")
    return None

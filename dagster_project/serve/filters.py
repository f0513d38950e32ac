"""Which findings are listed, and which one is open: all of it stands in the address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from dagster_project.contract.words import table_name, word
from dagster_project.release.marts import Row
from dagster_project.release.tabular import SEVERITIES
from dagster_project.serve.marks import MARKS

NO_MARK = "none"
# Of a long list so many are shown before and behind the one that is open.
_AROUND = 100


@dataclass(frozen=True)
class Choice:
    """One value that a filter may have, and how many findings have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Filter:
    """One filter: its name in the address, its label, its choices, what is chosen."""

    name: str
    label: str
    choices: list[Choice]
    chosen: str


@dataclass
class Chosen:
    """The findings that an address asks for, and the open one among them."""

    filters: list[Filter]
    findings: list[Row]
    total: int
    query: dict[str, str]
    opened: Row | None = None
    position: int = -1
    text: str = ""
    before: str | None = None
    after: str | None = None
    shown: list[Row] = field(default_factory=list)
    first: int = 0

    def url(self, finding_id: str | None = None) -> str:
        """Return the address of a finding among these."""
        query = dict(self.query) | ({"finding": finding_id} if finding_id else {})
        return f"?{urlencode(query)}" if query else "?"


_VALUES: Mapping[str, tuple[str, Callable[[Row], str]]] = {
    "severity": ("级别", lambda row: str(row["severity"] or "")),
    "mark": ("标记", lambda row: str(row.get("mark") or NO_MARK)),
    "rule": ("规则", lambda row: str(row["rule_id"] or "")),
    "table": ("表", lambda row: str(row["table_code"] or "claims")),
    "department": ("单位", lambda row: str(row["organization_id"] or "")),
    "year": ("年度", lambda row: str(row["fiscal_year"] or "")),
    "document": ("文件", lambda row: str(row["document_id"])),
}


def choose(findings: Sequence[Row], asked: Mapping[str, str]) -> Chosen:
    """Return the findings that fit all filters of an address; the first is open if none is named.

    What is counted beside a choice is what it would show with the other filters as they are.
    """
    wanted = {name: asked[name] for name in _VALUES if asked.get(name)}
    text = asked.get("text", "").strip()[:100]
    fitting = [row for row in findings if _says(row, text)]
    filters = []
    for name, (label, value_of) in _VALUES.items():
        others = {key: value for key, value in wanted.items() if key != name}
        counted = [row for row in fitting if _fits(row, others)]
        filters.append(Filter(name, label, _choices(name, counted, value_of), wanted.get(name, "")))
    found = [row for row in fitting if _fits(row, wanted)]
    query = wanted | ({"text": text} if text else {})
    chosen = Chosen(filters, found, len(findings), query, text=text)
    position = next(
        (n for n, row in enumerate(found) if row["finding_id"] == asked.get("finding")),
        0 if found and not asked.get("finding") else -1,
    )
    if position >= 0:
        chosen.position, chosen.opened = position, found[position]
        chosen.before = found[position - 1]["finding_id"] if position else None
        last = position + 1 == len(found)
        chosen.after = None if last else found[position + 1]["finding_id"]
    chosen.first = max(0, position - _AROUND)
    chosen.shown = found[chosen.first : max(0, position) + _AROUND]
    return chosen


def _fits(row: Row, wanted: Mapping[str, str]) -> bool:
    return all(_VALUES[name][1](row) == value for name, value in wanted.items())


def _says(row: Row, text: str) -> bool:
    if not text:
        return True
    said = (row["message_zh"], row["title_zh"], row["organization_name"], row["rule_id"])
    return text.lower() in " ".join(str(part or "") for part in said).lower()


def _choices(name: str, rows: Iterable[Row], value_of: Callable[[Row], str]) -> list[Choice]:
    counts: dict[str, int] = {}
    labels: dict[str, str] = {}
    for row in rows:
        value = value_of(row)
        counts[value] = counts.get(value, 0) + 1
        labels.setdefault(value, _label(name, value, row))
    order: Mapping[str, int] = {}
    if name in ("severity", "mark"):
        codes = (*SEVERITIES,) if name == "severity" else (NO_MARK, *MARKS)
        order = {code: number for number, code in enumerate(codes)}
    values = sorted(counts, key=lambda value: (order.get(value, 99), labels[value]))
    return [Choice(value, labels[value], counts[value]) for value in values if value]


def _label(name: str, value: str, row: Mapping[str, Any]) -> str:
    if name in ("severity", "mark"):
        return word(value, name)
    if name == "rule":
        return f"{value} {row['title_zh'] or ''}"
    if name == "table":
        return table_name(value) or value
    if name == "department":
        return str(row["organization_name"])
    return value

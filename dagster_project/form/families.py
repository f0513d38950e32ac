"""Which family of forms a document belongs to: what speaks for each is weighed, as rows of data.

``form_evidence.csv`` says what speaks for or against a form and how much. A form is recognised
where enough speaks for it and for no other as much; else the form is unknown, and nothing is
required. How a table is read its own header decides, so that a wrong guess here costs no figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from dagster_project.form.requirements import UNKNOWN_FORM, Requirement, requirements_of
from dagster_project.form.seeds import CODES_DIR, LAYOUTS_DIR, read_seed

# What must speak for a form before anybody may be told that a table is missing.
LEAST_WEIGHT = 4
_ANY_REGION = "*"
# A document of one province may name another in passing.
_LEAST_MENTIONS = 2


class Publisher(Protocol):
    """Who publishes a document: its name, and its region where it is known."""

    @property
    def name(self) -> str: ...  # noqa: D102

    @property
    def region_code(self) -> str | None: ...  # noqa: D102


@dataclass(frozen=True)
class PrintedTable:
    """One table as a document prints it; the code is None where no layout knows the title."""

    table_code: str | None
    title: str = ""
    number: str | None = None


@dataclass(frozen=True)
class Candidate:
    """A form, the weight of what speaks for it, and the sentences that say what."""

    value: str
    weight: int
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """The form of a document, what decided, and every form that something speaks for."""

    name: str
    evidence: str
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class _Region:
    code: str
    evidence: str
    is_owner: bool


@cache
def _regions() -> dict[str, str]:
    """Return the codes of provinces and prefectures by name; counties share names."""
    rows = read_seed(CODES_DIR / "region_register.csv")
    return {row["name_zh"]: row["region_code"] for row in rows if row["level"] != "county"}


def _region_of(organization: Publisher | None, text: str) -> _Region | None:
    """Return where a document is from, None where it does not say so plainly."""
    if organization is not None:
        if organization.region_code:
            where = f"单位“{organization.name}”在单位名录中"
            return _Region(organization.region_code, where, is_owner=True)
        # 中共上海市普陀区委, 国家税务总局忻州市税务局: of regions in a name the first is its own.
        named = [name for name in _regions() if name in organization.name]
        if named:
            code = _regions()[min(named, key=organization.name.index)]
            return _Region(code, f"单位名称“{organization.name}”", is_owner=True)
    # 山西省忻州市 names one province once: of a province and its cities the most frequent counts.
    mentions: dict[str, tuple[int, str]] = {}
    for name, code in _regions().items():
        if name in text:
            province = code[:2]
            mentions[province] = max((text.count(name), name), mentions.get(province, (0, "")))
    if not mentions:
        return None
    count, name = max(mentions.values())
    if count < _LEAST_MENTIONS or 2 * count <= sum(number for number, _ in mentions.values()):
        return None
    return _Region(_regions()[name], f"文中“{name}”{count}次", is_owner=False)


@dataclass(frozen=True)
class _Document:
    """What is weighed: the tables as printed, in their order, and where they are from."""

    tables: Sequence[PrintedTable]
    organization: Publisher | None
    region: _Region | None
    year: int | None

    @property
    def codes(self) -> list[str]:
        return [table.table_code for table in self.tables if table.table_code]

    def own(self, form: str) -> dict[str, Requirement]:
        """Return what the form requires in this year."""
        tables = requirements_of(form, self.year)
        return {code: table for code, table in tables.items() if table.is_required}


def _is_in(document: _Document, value: str, *, is_owner: bool) -> bool:
    region = document.region
    return (
        region is not None
        and region.is_owner == is_owner
        and (value == _ANY_REGION or region.code.startswith(value))
    )


def _region(document: _Document, _: str, value: str) -> bool:
    return _is_in(document, value, is_owner=True)


def _region_in_text(document: _Document, _: str, value: str) -> bool:
    return _is_in(document, value, is_owner=False)


def _region_other_than(document: _Document, _: str, value: str) -> bool:
    return document.region is not None and not document.region.code.startswith(value)


def _numbered(document: _Document, _: str, value: str) -> bool:
    """Say whether 公开NN表 stands above most tables."""
    numbered = sum(table.number is not None for table in document.tables)
    return bool(document.tables) and (2 * numbered > len(document.tables)) == (value == "true")


def _prints_table(document: _Document, _: str, value: str) -> bool:
    return not set(value.split("|")).isdisjoint(document.codes)


def _only_its_tables(document: _Document, form: str, value: str) -> bool:
    """Say whether enough tables are printed, all of them the form's."""
    codes = set(document.codes)
    return len(codes) >= int(value) and codes <= set(document.own(form))


def _its_numbers(document: _Document, form: str, value: str) -> bool:
    """Say whether enough tables bear the form's numbers, and none another."""
    own = document.own(form)
    numbered = [table for table in document.tables if table.number]
    agree = {
        table.table_code
        for table in numbered
        if table.table_code in own and table.number in own[table.table_code].printed_numbers
    }
    others = {table.table_code for table in numbered} - agree
    return len(agree) >= int(value) and not others


def _title(document: _Document, _: str, value: str) -> bool:
    return any(re.search(value, table.title) for table in document.tables)


def _organization(document: _Document, _: str, value: str) -> bool:
    return document.organization is not None and bool(re.search(value, document.organization.name))


def _last_table(document: _Document, _: str, value: str) -> bool:
    return document.codes[-1:] == [value]


_KINDS: Mapping[str, Callable[[_Document, str, str], bool]] = {
    "region": _region,
    "region_in_text": _region_in_text,
    "region_other_than": _region_other_than,
    "numbered": _numbered,
    "prints_table": _prints_table,
    "only_its_tables": _only_its_tables,
    "its_numbers": _its_numbers,
    "title": _title,
    "organization": _organization,
    "last_table": _last_table,
}


@cache
def _read_evidence() -> tuple[dict[str, str], ...]:
    return tuple(read_seed(LAYOUTS_DIR / "form_evidence.csv"))


def recognise_form(
    tables: Sequence[PrintedTable],
    *,
    organization: Publisher | None,
    text: str,
    year: int | None = None,
) -> Form:
    """Return the form of a document that prints these tables, unknown where too little says so."""
    document = _Document(tables, organization, _region_of(organization, text), year)
    said: dict[str, list[tuple[int, str]]] = {}
    for row in _read_evidence():
        if _KINDS[row["evidence_kind"]](document, row["form"], row["value"]):
            said.setdefault(row["form"], []).append((int(row["weight"]), row["meaning_zh"]))
    weighed = [
        Candidate(
            form,
            sum(weight for weight, _ in own),
            tuple(f"{text}（{weight:+d}）" for weight, text in own),
        )
        for form, own in said.items()
    ]
    ranked = tuple(sorted(weighed, key=lambda one: -one.weight))
    where = f"；{document.region.evidence}" if document.region else ""
    best = ranked[0] if ranked else None
    if best is None or best.weight < LEAST_WEIGHT:
        return Form(UNKNOWN_FORM, f"没有足够的证据认定表式{where}", ranked)
    if len(ranked) > 1 and ranked[1].weight == best.weight:
        return Form(UNKNOWN_FORM, f"证据不能分出两种表式{where}", ranked)
    return Form(best.value, "、".join(best.evidence) + where, ranked)

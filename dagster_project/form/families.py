"""Which family of forms a document belongs to: by where it is from and by what it prints.

The rules are rows of dbt/seeds/layouts/form_recognition.csv; the first whose conditions all hold
decides. The form says which tables are expected. How a table is read is decided by its own header,
so that a wrong guess here costs no figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from dagster_project.form.layouts import Variant, read_variants
from dagster_project.form.seeds import CODES_DIR, LAYOUTS_DIR, read_seed

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
class Form:
    """A form family, and what in the document speaks for it."""

    name: str
    evidence: str


@dataclass(frozen=True)
class _Region:
    code: str
    evidence: str


@cache
def _regions() -> dict[str, str]:
    """Return the codes of provinces and prefectures by name; counties share names."""
    rows = read_seed(CODES_DIR / "region_register.csv")
    return {row["name_zh"]: row["region_code"] for row in rows if row["level"] != "county"}


def _region_of(organization: Publisher | None, text: str) -> _Region | None:
    """Return where a document is from, None where it does not say so plainly."""
    if organization is not None:
        if organization.region_code:
            return _Region(organization.region_code, f"单位“{organization.name}”在单位名录中")
        for name, code in _regions().items():
            if organization.name.startswith(name):
                return _Region(code, f"单位名称“{organization.name}”")
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
    return _Region(_regions()[name], f"文中“{name}”{count}次")


def recognise_form(
    *,
    prints_numbers: bool,
    table_codes: Collection[str | None],
    organization: Publisher | None,
    text: str,
) -> Form:
    """Return the form of a document that prints these tables."""
    region = _region_of(organization, text)
    for rule in read_seed(LAYOUTS_DIR / "form_recognition.csv"):
        prefix = rule["region_prefix"]
        fits = (
            (not prefix or (region is not None and _is_in(region, prefix)))
            and rule["prints_numbers"] in ("", str(prints_numbers).lower())
            and (not rule["telling_table"] or rule["telling_table"] in table_codes)
        )
        if fits:
            where = f"（{region.evidence}）" if region is not None and prefix else ""
            return Form(rule["form"], rule["reason_zh"] + where)
    raise ValueError("form_recognition.csv has no rule without conditions")


def _is_in(region: _Region, prefix: str) -> bool:
    return prefix == _ANY_REGION or region.code.startswith(prefix)


def not_required_of_unit(titles: Iterable[str]) -> Callable[[str], bool]:
    """Return whether a table need not be published by the kind of unit that prints these titles."""
    printed = "\n".join(titles)
    for kind in read_seed(LAYOUTS_DIR / "unit_kinds.csv"):
        if re.search(kind["title_pattern"], printed):
            required = kind["required_tables"].split("|")
            return lambda code: code not in required
    return lambda code: False


def expected_layouts(form: str, year: int | None) -> dict[str, Variant]:
    """Return, by table code, a layout of every table that the form has in a year."""
    own = [v for v in read_variants() if v.form == form]
    valid = [v for v in own if v.is_valid_in(year)]
    return {v.table_code: v for v in reversed(valid or own)}


def is_ever_required(table_code: str) -> bool:
    """Return whether any form asks for a table: the others are listed only where they are."""
    return any(v.is_required for v in read_variants() if v.table_code == table_code)

"""What a document is: whose, of which year, of which kind and scope, with the evidence for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from dagster_project.extraction.layouts import read_seed
from dagster_project.lib.settings import SEEDS_DIR

T = TypeVar("T")

# Words that speak of the scope of a disclosure. Most documents use both kinds, so they are
# evidence and not a decision.
_SCOPE_WORDS = ("部门决算", "单位决算", "部门（单位）", "本部门", "本单位", "本级", "汇总")
_UNITS_COVERED = re.compile(
    r"纳入[^。；]{0,40}?决算(?:公开)?(?:编制)?范围的[^。；]{0,20}?单位[^。；\d]{0,8}?(?P<count>\d+)(?:个|家)"
)
_OWN_LEVEL = re.compile(r"[（(](?:本级|机关|局机关|局本级)[）)]$")
_BUDGET = re.compile(r"部门预算(?:公开|表|情况)|预算公开|部门收支(?:预算)?总表|收支预算总表")


@dataclass(frozen=True)
class Organization:
    """One organization: known from the seed, or only by its printed name."""

    name: str
    organization_id: str | None = None
    region_code: str | None = None


@dataclass(frozen=True)
class Scope:
    """What the document covers, and the words that say so."""

    scope: str
    evidence: str


def most_common(values: Iterable[T | None]) -> T | None:
    """Return the value printed most often; of equals, the one printed first."""
    counted = Counter(value for value in values if value is not None)
    return counted.most_common(1)[0][0] if counted else None


def find_organization(name: str, year: int | None) -> Organization:
    """Return the organization of a printed name, from the seed where it knows the name."""
    plain = _OWN_LEVEL.sub("", name)
    for row in read_seed(SEEDS_DIR / "codes" / "organization_register.csv"):
        since, until = row["valid_from_year"] or "0", row["valid_to_year"] or "9999"
        valid = year is None or int(since) <= year <= int(until)
        if row["name_zh"] in (name, plain) and valid:
            return Organization(plain, row["organization_id"], row["region_code"] or None)
    return Organization(plain)


def recognise_scope(text: str, printed_name: str) -> Scope:
    """Return the scope where the document says it plainly, else ``unknown`` with what it says.

    Plain is: a name ending in （本级）, or a number of units covered. The word 部门 or 单位
    alone is not: departments use them for one another.
    """
    flat = "".join(text.split())
    counts = [f"“{word}”{flat.count(word)}次" for word in _SCOPE_WORDS if word in flat]
    evidence = "正文用词：" + "、".join(counts) if counts else "正文没有说明编报范围的用词"
    if _OWN_LEVEL.search(printed_name):
        return Scope("unit", f"部门名称为“{printed_name}”；{evidence}")
    covered = _UNITS_COVERED.search(flat)
    if covered and int(covered["count"]) > 1:
        return Scope("department_consolidated", f"“{covered.group()}”；{evidence}")
    if covered:
        evidence = f"“{covered.group()}”；{evidence}"
    return Scope("unknown", evidence)


def speaks_of_budget(text: str) -> bool:
    """Return whether a document without any known table is a budget rather than final accounts."""
    flat = "".join(text.split())
    return bool(_BUDGET.search(flat)) and flat.count("预算") > flat.count("决算")


def agree(values: Sequence[int | None]) -> bool:
    """Return whether all values that are printed are the same."""
    return len({value for value in values if value is not None}) <= 1

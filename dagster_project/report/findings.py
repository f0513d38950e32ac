"""Findings as pages show them: the checks they stand for, each with both its sides as printed."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dagster_project.contract.words import column_name, place_name, table_name, word
from dagster_project.release.findings import (
    is_bundle,
    printed_in,
    read_evidence,
    sort_findings,
    weight_sign,
)
from dagster_project.release.marts import Row

# More items than these, and the blank ones are only counted: the figures are what is compared.
FEW_ITEMS = 3
# A finding may stand for hundreds of checks: the page shows the first, findings.xlsx all.
MOST_MEMBERS = 40

# Nobody reads more of the text than this on one card; the rest is in 情况说明.
_MOST_SENTENCES = 4
_NUMBER = re.compile(r"[-−]?\d[\d,.]*")

CellKey = tuple[str, int, str]


@dataclass(frozen=True)
class Names:
    """What a document calls its tables and the columns of each, and its sentences by claim key."""

    tables: Mapping[str, str | None]
    columns: Mapping[tuple[str, str], str]
    sentences: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Item:
    """One printed figure that took part in a check."""

    side: str
    sign: str
    place: str
    label: str
    text: str
    where: str
    anchor: str | None


@dataclass(frozen=True)
class CheckSide:
    """One side of a check: what it adds up to, all its figures, and how many cells are blank."""

    label: str
    total: str
    items: list[Item]
    blanks: int


@dataclass(frozen=True)
class Sentence:
    """A sentence of the narrative in pieces, the figures that are compared told apart."""

    pieces: list[tuple[str, bool]]
    where: str


@dataclass(frozen=True)
class Check:
    """One check of a finding: its row of the marts (a finding's row is that of its first check)."""

    row: Row
    sides: list[CheckSide]
    sentences: list[Sentence] = field(default_factory=list)

    @property
    def difference(self) -> str:
        """Left less right, in the unit of the page."""
        return self.row["difference_text"] or ""

    @property
    def tables(self) -> str:
        """The tables it looks at, as people call them."""
        return "、".join(dict.fromkeys(item.place for side in self.sides for item in side.items))


@dataclass
class Finding:
    """One finding: its row of the marts, the check that speaks for it, and the other ones.

    Of several notices none speaks for the others: all of them are members.
    """

    row: Row
    check: Check
    printed_in: str
    where: str
    members: list[Check] = field(default_factory=list)
    more_members: int = 0

    @property
    def is_cleared(self) -> bool:
        """Corrected or waived: shown, but not as something to act on."""
        return self.row["state"] == "corrected" or bool(self.row["waived_by"])

    @property
    def is_bundle(self) -> bool:
        """Several notices, each with its own two sides."""
        return is_bundle(self.row)

    @property
    def is_rounding(self) -> bool:
        """Explained by rounding: one line, until somebody wants to see it."""
        return self.row["status"] == "rounding"


def cell_anchor(key: CellKey) -> str:
    """Return the id of a cell's element."""
    return f"c-{key[0]}-{key[1]}-{key[2]}"


def build_findings(
    rows: Sequence[Row],
    member_checks: Mapping[str, list[Row]],
    names: Names,
    printed: Collection[CellKey],
) -> list[Finding]:
    """Return the findings of one document in the order of ``sort_findings``."""
    findings = []
    for row in sort_findings(rows):
        others = [
            check
            for check in member_checks.get(row["finding_id"], [])
            if check["member_no"] != 1 or is_bundle(row)
        ]
        findings.append(
            Finding(
                row=row,
                check=_check(row, names, printed),
                printed_in=printed_in(row),
                where=place_name(row["page"], row["source_locator"]),
                members=[_check(other, names, printed) for other in others[:MOST_MEMBERS]],
                more_members=max(0, len(others) - MOST_MEMBERS),
            )
        )
    return findings


def _check(
    row: Row,
    names: Names,
    printed: Collection[CellKey],
) -> Check:
    """Return left and right, and what decided whether the rule applies where there is such."""
    evidence = read_evidence(row)
    items = [_item(entry, names, printed) for entry in evidence]
    sides = []
    for name in dict.fromkeys(("left", "right", *(item.side for item in items))):
        own = [item for item in items if item.side == name]
        total = row.get(f"{name}_text") or ""
        if not own and not total:
            continue
        shown = own if len(own) <= FEW_ITEMS else [item for item in own if item.text]
        sides.append(CheckSide(word(name, "side"), total, shown, len(own) - len(shown)))
    return Check(row, sides, _sentences(evidence, names.sentences))


def _sentences(evidence: Sequence[Mapping[str, Any]], told: Mapping[str, str]) -> list[Sentence]:
    """Return the sentences that the figures of the text stand in, each once, as printed."""
    figures: dict[tuple[str, str], list[str]] = {}
    for entry in evidence:
        sentence = (
            told.get(str(entry.get("row_key"))) if entry.get("table_code") == "claims" else ""
        )
        if sentence:
            where = place_name(entry.get("page"), entry.get("source_locator"))
            number = _NUMBER.match(str(entry.get("printed_text") or ""))
            figures.setdefault((sentence, where), []).extend([number[0]] if number else [])
    return [
        Sentence(_pieces(sentence, own), where)
        for (sentence, where), own in list(figures.items())[:_MOST_SENTENCES]
    ]


def _pieces(sentence: str, figures: Sequence[str]) -> list[tuple[str, bool]]:
    """Cut a sentence at its figures: 5 is not found in 15.2."""
    if not figures:
        return [(sentence, False)]
    either = "|".join(re.escape(figure) for figure in sorted(set(figures), key=len, reverse=True))
    parts = re.split(rf"(?<![\d.,])({either})(?![\d]|[.,]\d)", sentence)
    # Every second piece is one that the pattern caught.
    return [(part, number % 2 == 1) for number, part in enumerate(parts) if part]


def _item(
    entry: dict[str, Any],
    names: Names,
    printed: Collection[CellKey],
) -> Item:
    table, row_no, column = (entry.get(name) for name in ("table_code", "row_no", "column_code"))
    # Rows count from 1: what is no cell, a figure of the narrative, has none.
    key = (str(table), int(row_no or 0), str(column))
    column_label = names.columns.get((str(table), str(column)), column_name(table, column))
    label = str(entry.get("printed_label") or "")
    if not label and entry.get("row_key") == "total":
        label = "合计"
    return Item(
        side=str(entry.get("side") or ""),
        sign=weight_sign(entry.get("weight")),
        place=names.tables.get(str(table)) or table_name(table),
        label=" · ".join(part for part in (label, column_label) if part),
        text=str(entry.get("printed_text") or ""),
        where=place_name(entry.get("page"), entry.get("source_locator")),
        anchor=cell_anchor(key) if key in printed else None,
    )

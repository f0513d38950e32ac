"""Documents in each of which one figure of the narrative says something else.

Made from the extracts in ``raw/``; the tables are those of the extract, only claims.csv and
statements.csv differ.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from dagster_project.contract.cell_model import CLAIM_COLUMNS, STATEMENT_COLUMNS
from dagster_project.runtime.settings import PROJECT_DIR
from dagster_project.runtime.warehouse import open_warehouse
from tests import building
from tests.factories import write_csv

SOURCES = sorted(path.parent for path in (PROJECT_DIR / "raw").glob("*/*/claims.csv"))
TURNED = {"增加": "减少", "减少": "增加", "大于": "小于", "小于": "大于"}
Record = dict[str, str]
# (rule, subject) → (status, keys of the claims that the verdict rests on).
Verdicts = dict[tuple[str, str], tuple[str, frozenset[str]]]


def _printed(claim: Record, value: Decimal) -> Record:
    decimals = len(claim["printed_text"].partition(".")[2])
    text = f"{value:.{decimals}f}"
    return claim | {"printed_text": text, "value_numeric": text}


def _plus_one(claim: Record) -> Record:
    decimals = len(claim["printed_text"].partition(".")[2])
    return _printed(claim, Decimal(claim["value_numeric"]) + Decimal(1).scaleb(-decimals))


def _times(factor: int) -> Callable[[Record], Record]:
    return lambda claim: _printed(claim, Decimal(claim["value_numeric"]) * factor)


MUTATIONS: dict[str, Callable[[Record], Record]] = {
    "plus-one": _plus_one,
    "times-ten": _times(10),
    "times-ten-thousand": _times(10_000),
    "turned": lambda c: c | {"direction": TURNED.get(c["direction"], c["direction"])},
    "unitless": lambda c: c | {"value_unit": ""},
}


@dataclass(frozen=True)
class Mutant:
    """One changed figure: where it comes from, which figure (position) and how it was changed."""

    source: Path
    position: int
    mutation: str
    claim_kind: str

    @property
    def document_id(self) -> str:
        """The id of the document that holds it."""
        return f"{self.source.name}-{self.mutation}-{self.position:03d}"


def read_rows(folder: Path, name: str) -> list[Record]:
    """Return the rows of one CSV of an extract folder."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def all_mutants() -> Iterator[Mutant]:
    """Yield every mutant of every figure; a change that changes nothing (ten times 0) is none."""
    for source in SOURCES:
        for position, claim in enumerate(read_rows(source, "claims")):
            for mutation, change in MUTATIONS.items():
                is_same_value = Decimal(change(claim)["value_numeric"]) == Decimal(
                    claim["value_numeric"]
                )
                if change(claim) != claim and not (mutation.startswith("times") and is_same_value):
                    yield Mutant(source, position, mutation, claim["claim_kind"])


def sample(mutants: Sequence[Mutant], per_group: int) -> list[Mutant]:
    """Return up to ``per_group`` mutants of each kind of claim and mutation, evenly spread."""
    groups: dict[tuple[str, str], list[Mutant]] = {}
    for mutant in mutants:
        groups.setdefault((mutant.claim_kind, mutant.mutation), []).append(mutant)
    chosen = []
    for group in groups.values():
        number = min(per_group, len(group))
        chosen += [group[i * len(group) // number] for i in range(number)]
    return chosen


def _copy(source: Path, raw_dir: Path, document_id: str) -> Path:
    """Return a copy of an extract under another id; its tables are links to the same bytes."""
    folder = raw_dir / source.parent.name / document_id
    folder.mkdir(parents=True)
    document = json.loads((source / "document.json").read_text(encoding="utf-8"))
    names = {"document_id": document_id, "disclosure_id": document_id}
    document |= names | {"organization_id": f"org-{document_id}"}
    (folder / "document.json").write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    for path in [*source.glob("gk*.csv"), *source.glob("jx*.csv"), source / "headings.csv"]:
        os.link(path, folder / path.name)
    return folder


def write_mutant(raw_dir: Path, mutant: Mutant) -> None:
    """Write the document of a mutant."""
    folder = _copy(mutant.source, raw_dir, mutant.document_id)
    claims, statements = (read_rows(mutant.source, name) for name in ("claims", "statements"))
    before = claims[mutant.position]
    claims[mutant.position] = after = MUTATIONS[mutant.mutation](before)
    if mutant.mutation == "turned":
        # 决算数小于预算数 is one word of the text: the figure and the remark read it both.
        said = {k: before[k] for k in ("subject", "direction", "base", "source_locator")}
        statements = [
            s | {"direction": after["direction"], "printed_text": after["direction"]}
            if s["statement_kind"] == "comparison" and {k: s[k] for k in said} == said
            else s
            for s in statements
        ]
    write_csv(folder / "claims.csv", CLAIM_COLUMNS, claims)
    write_csv(folder / "statements.csv", STATEMENT_COLUMNS, statements)


def build(raw_dir: Path, warehouse: Path, mutants: Sequence[Mutant]) -> dict[str, Verdicts]:
    """Write the mutants and their sources, and return the verdicts of families N and P."""
    for source in {mutant.source for mutant in mutants}:
        folder = _copy(source, raw_dir, f"clean-{source.name}")
        for name in ("claims.csv", "statements.csv"):
            os.link(source / name, folder / name)
    for mutant in mutants:
        write_mutant(raw_dir, mutant)
    building.build(raw_dir, warehouse, ["int_rule_verdicts", "fct_claims"])
    with open_warehouse(warehouse, read_only=True) as connection:
        rows = connection.execute(
            """
            select
                document_id, rule_id, subject, status,
                list_distinct(list_filter(
                    list_transform(
                        from_json(evidence, '[{"table_code":"VARCHAR","row_key":"VARCHAR"}]'),
                        item -> if(item.table_code = 'claims', item.row_key, null)
                    ),
                    key -> key is not null
                ))
            from reconciliation.int_rule_verdicts
            where rule_id like 'N%' or rule_id like 'P%'
            """
        ).fetchall()
    found: dict[str, Verdicts] = {}
    for document_id, rule_id, subject, status, keys in rows:
        found.setdefault(document_id, {})[rule_id, subject] = (status, frozenset(keys or ()))
    return found


def claim_keys(warehouse: Path) -> dict[tuple[str, int], str]:
    """Return {(source name, position): key of the claim} of the unchanged documents."""
    with open_warehouse(warehouse, read_only=True) as connection:
        rows = connection.execute(
            """
            select document_id, claim_no, claim_key from core.fct_claims
            where document_id like 'clean-%'
            """
        ).fetchall()
    return {(name.removeprefix("clean-"), int(number) - 1): key for name, number, key in rows}


# They look at the words around a figure, not at its value.
_OF_WORDS = {"N25", "N28", "N39", "N55", "N56", "N57", "N58", "P17", "P24"}
# Rates, directions and bounds: they hold for a range of figures.
_COARSE = {"N18", "N20", "N21", "N22", "N23", "N24", "N26", "N27", "N30", "N46", "N47", "N48"}
_COARSE |= {"N54", "P22", "P23"}
NOTHING_ELSE = "nothing else in the document says it"
WRONG_BEFORE = "the unchanged figure is reported already"
TOO_COARSE = "only a rate, a direction or a bound knows it, too coarse for its last digit"
NOT_MONEY = "only money and percentages must have a unit"


@dataclass(frozen=True)
class Measured:
    """What became of the mutants: which were seen, and why the others could not be."""

    mutants: Sequence[Mutant]
    unseen: dict[Mutant, str]
    claims: dict[tuple[str, int], str]

    def lines(self) -> list[str]:
        """Return the shares by mutation and kind of claim, and the reasons, to print."""
        groups: dict[tuple[str, str], list[Mutant]] = {}
        for mutant in self.mutants:
            groups.setdefault((mutant.mutation, mutant.claim_kind), []).append(mutant)
        found = []
        for (mutation, kind), group in sorted(groups.items()):
            seen = [mutant for mutant in group if mutant not in self.unseen]
            why: dict[str, list[str]] = {}
            for mutant in group:
                if mutant in self.unseen:
                    key = self.claims[mutant.source.name, mutant.position]
                    why.setdefault(self.unseen[mutant], []).append(f"{mutant.source.name} {key}")
            found.append(f"claim mutants {mutation} {kind}: {len(seen)} of {len(group)} seen")
            found += [
                f"  unseen, {reason}: {len(keys)}, such as {keys[0]}"
                for reason, keys in why.items()
            ]
        return found


def _why_unseen(mutant: Mutant, key: str, clean: Verdicts) -> str:
    """Return why no rule can tell, from the unchanged document; empty if one could."""
    if mutant.mutation == "unitless" and mutant.claim_kind in ("count", "score"):
        return NOT_MONEY
    about = {
        rule_id: status
        for (rule_id, subject), (status, keys) in clean.items()
        if (key in keys or key == subject) and rule_id not in _OF_WORDS
    }
    compared = {r for r, status in about.items() if status in ("pass", "rounding", "fail")}
    if not compared:
        return NOTHING_ELSE
    if any(about[rule_id] in ("rounding", "fail") for rule_id in compared):
        return WRONG_BEFORE
    if mutant.mutation == "plus-one" and compared <= _COARSE:
        return TOO_COARSE
    return ""


def measure(base: Path, mutants: Sequence[Mutant]) -> Measured:
    """Build the mutants below ``base`` and say which of them a rule sees.

    Seen is what makes a verdict ``fail`` or ``rounding`` that was not on the unchanged document.
    """
    verdicts = build(base / "raw", base / "claims.duckdb", mutants)
    claims = claim_keys(base / "claims.duckdb")
    unseen = {}
    for mutant in mutants:
        clean, changed = verdicts[f"clean-{mutant.source.name}"], verdicts[mutant.document_id]
        is_seen = any(
            status in ("fail", "rounding") and status != clean.get(key, ("", frozenset()))[0]
            for key, (status, _) in changed.items()
        )
        if not is_seen:
            key = claims[mutant.source.name, mutant.position]
            unseen[mutant] = _why_unseen(mutant, key, clean)
    return Measured(mutants, unseen, claims)

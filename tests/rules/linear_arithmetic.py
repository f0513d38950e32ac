"""What a linear rule must say of a document, worked out from its terms and the figures alone.

Written beside the engine, from what docs/architecture.md and docs/naming.md say of terms, and
without SQL: two ways to the same verdict.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from tests.rules.linear_department import Row
from tests.rules.linear_document import Cell, Document
from tests.rules.linear_rules import Rule, condition_parts, linear_rules

Subject = tuple[str | None, str | None]  # row, column
Key = tuple[str, str]  # rule, subject as published
# The row had to be printed: not there, it was left blank.
BLANK = "blank"
SIGNS = {"left": 1, "right": -1}


@dataclass(frozen=True)
class Weights:
    """What a rule weighs for one subject, over which terms, or why it cannot."""

    obstacle: str | None
    cells: dict[Cell, int] = field(default_factory=dict)
    of_term: dict[str, list[Cell]] = field(default_factory=dict)
    left: frozenset[Cell] = frozenset()


@dataclass(frozen=True)
class Expected:
    """The verdict that arithmetic gives, in the printed unit."""

    status: str
    left: Decimal | None = None
    right: Decimal | None = None
    tolerance: Decimal | None = None

    @property
    def difference(self) -> Decimal | None:
        """Left less right."""
        return None if self.left is None or self.right is None else self.left - self.right


def name_of(subject: Subject) -> str:
    """Return how a subject is called in the verdicts."""
    return "/".join(part for part in subject if part) or "document"


def _subjects(document: Document, rule: Rule) -> list[Subject]:
    """Return the union, over all terms, of the keys they are about."""
    roles, columns = rule.listed("subject_roles"), rule.listed("subject_columns")
    rows: set[str] = set()
    printed: set[str] = set()
    lengths = {"class": 3, "section": 5}
    for term in rule.terms:
        for key, role, _, figures in document.rows(term["table_code"]):
            if term["column_code"] == "=subject":
                printed |= figures.keys() & set(columns)
            elif term["column_code"] not in figures:
                continue
            if term["selector_kind"] == "subject" and role in roles:
                rows.add(key)
            if term["selector_kind"] == "children" and role == term["selector"]:
                rows |= {key[: lengths[role]] for role in roles}
    return [(row, column) for row in sorted(rows) or [None] for column in sorted(printed) or [None]]


def _selects(term: dict[str, str], subject_row: str | None, key: str, role: str) -> bool:
    match term["selector_kind"]:
        case "key":
            return key == term["selector"]
        case "subject":
            return key == subject_row
        case "level":
            return role == term["selector"]
        case "children":
            return role == term["selector"] and key.startswith(subject_row or "-")
    raise ValueError(term["selector_kind"])


def _obstacle(
    document: Document,
    term: dict[str, str],
    subject_row: str | None,
    column: str | None,
    selected: list[Row],
) -> str | None:
    state = document.state(term["table_code"])
    rows = document.rows(term["table_code"])
    if state in ("unread", "not_required"):
        return {"unread": "no_data", "not_required": "not_applicable"}[state]
    if state == "empty":
        return None
    if not any(column in figures for _, _, _, figures in rows):
        return "not_applicable"
    if selected:
        is_one_row = term["selector_kind"] in ("key", "subject")
        if term["when_row_absent"] == BLANK:
            return None if column in selected[0][3] else BLANK
        return "no_data" if is_one_row and column not in selected[0][3] else None
    if term["selector_kind"] == "children" and term["selector"] in {role for _, role, _, _ in rows}:
        return None
    # A total that is not printed is no zero.
    if term["when_row_absent"] == "zero":
        return "no_data" if "total" in (term["selector"], subject_row) else None
    return term["when_row_absent"]


def _weigh(document: Document, rule: Rule, subject: Subject) -> Weights:
    sums: Counter[tuple[str, Cell]] = Counter()
    of_term: dict[str, list[Cell]] = {}
    obstacles = set()
    for term in rule.terms:
        table, column = term["table_code"], term["column_code"]
        column = subject[1] if column == "=subject" else column
        selected = [r for r in document.rows(table) if _selects(term, subject[0], r[0], r[1])]
        obstacles.add(_obstacle(document, term, subject[0], column, selected))
        cells = [(table, row[0], column) for row in selected if column in row[3]]
        of_term[term["term_no"]] = cells
        for cell in cells:
            sums[term["side"], cell] += int(term["weight"])
    obstacle = next((o for o in ("not_applicable", "no_data", BLANK) if o in obstacles), None)
    cells = {cell: SIGNS[side] * weight for (side, cell), weight in sums.items() if weight}
    left = frozenset(cell for (side, cell), weight in sums.items() if weight and side == "left")
    return Weights(obstacle, cells, of_term, left)


def plan(document: Document) -> dict[Key, Weights]:
    """Return what every rule weighs for every subject; figures do not matter here."""
    return {
        (rule_id, name_of(subject)): _weigh(document, rule, subject)
        for rule_id, rule in linear_rules().items()
        for subject in _subjects(document, rule)
    }


def _holds(document: Document, condition: str) -> bool | None:
    """Return whether every part of a condition sums to zero; None where a table was not read."""
    parts: dict[str, list[tuple[int, Cell]]] = {}
    for part, weight, cell in condition_parts(condition):
        parts.setdefault(part, []).append((weight, cell))
    cells = [cell for part in parts.values() for _, cell in part]
    if any(document.state(table) not in ("read", "empty") for table, _, _ in cells):
        return None
    return all(
        abs(sum(weight * (document.value(cell) or 0) for weight, cell in part))
        <= sum(document.half_unit(cell) for _, cell in part)
        for part in parts.values()
    )


def applicability(document: Document, rule: Rule) -> str | None:
    """Return not_applicable or no_data where the rule is not for this document."""
    row, unknown = rule.row, False
    if row["applies_form"] and document.department.form not in rule.listed("applies_form"):
        return "not_applicable"
    if row["applies_natures"] and document.department.nature not in rule.listed("applies_natures"):
        return "not_applicable"
    if row["applies_variant"]:
        table = row["applies_variant"].partition(":")[0]
        own = f"{table}:{document.department.variants.get(table, 'standard')}"
        if document.state(table) != "read":
            unknown = True
        elif own not in rule.listed("applies_variant"):
            return "not_applicable"
    if row["applies_condition"]:
        holds = _holds(document, row["applies_condition"])
        if holds is None:
            unknown = True
        elif holds != (row["applies_sense"] == "holds"):
            return "not_applicable"
    return "no_data" if unknown else None


def judge(document: Document, plans: dict[Key, Weights]) -> dict[Key, Expected]:
    """Return the verdict of every rule and subject of a plan on the figures of a document."""
    applies = {rule_id: applicability(document, r) for rule_id, r in linear_rules().items()}
    return {
        key: _judge_one(document, linear_rules()[key[0]], weights, applies[key[0]])
        for key, weights in plans.items()
    }


def _judge_one(document: Document, rule: Rule, weights: Weights, applies: str | None) -> Expected:
    for obstacle in ("not_applicable", "no_data"):
        if obstacle in (applies, weights.obstacle):
            return Expected(obstacle)
    left = right = tolerance = Decimal(0)
    for cell, weight in weights.cells.items():
        amount = weight * (document.value(cell) or 0)
        left, right = (left + amount, right) if cell in weights.left else (left, right - amount)
        tolerance += abs(weight) * document.half_unit(cell)
    difference = left - right
    excess = {"=": abs(difference), "<=": difference, ">=": -difference}[rule.row["relation"]]
    if weights.obstacle == BLANK and excess <= tolerance:
        return Expected("no_data")
    status = "pass" if excess <= 0 else "rounding" if excess <= tolerance else "fail"
    return Expected(status, left, right, tolerance)

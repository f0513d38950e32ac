"""The sums that a form prints, from one place: the terms of the linear rules.

``rule_terms.csv`` holds what reviewers are told about; ``reading_identities.csv``, in the same
columns, the few sums that only readers use. A rule that depends on a condition (of the money, of
the organization's nature) is no identity of the form and is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from dagster_project.form.seeds import LAYOUTS_DIR, RULES_DIR, read_seed
from dagster_project.form.shapes import read_shapes

_LINEAR = ("sum", "copy")
_CONDITIONS = ("applies_condition", "applies_natures", "applies_form")
_SUBJECT_COLUMN = "=subject"
_ROW_GRAIN, _COLUMN_GRAIN = "row", "column"
_ACCOUNT_GRAINS = ("class", "section", "account")

# Where a figure stands: table, row key, column.
Place = tuple[str, str, str]
# Figures with their weights; nothing remains where the sum holds. The first is the whole.
Sum = tuple[tuple[Place, int], ...]


@dataclass(frozen=True)
class Row:
    """What identifies a printed row: its key, its role, its account (blank where it has none)."""

    key: str
    role: str
    account: str


# The rows that print a figure (or a blank), by table and column.
Rows = Mapping[tuple[str, str], Iterable[Row]]


@dataclass(frozen=True)
class RowIdentity:
    """Within one row: the weighted sum of the columns is zero (=) or not negative (>=)."""

    relation: str
    weights: tuple[tuple[str, int], ...]

    def holds(self, values: Mapping[str, Decimal]) -> bool:
        """Return whether the row satisfies the identity; a blank counts as zero."""
        result = sum((values.get(code, Decimal(0)) * w for code, w in self.weights), Decimal(0))
        return result == 0 if self.relation == "=" else result >= 0


@dataclass(frozen=True)
class Term:
    """One term: which cells of which column, and how often they count (right side negative)."""

    weight: int
    table_code: str
    column_code: str
    selector_kind: str
    selector: str


@dataclass(frozen=True)
class Identity:
    """A sum of the form for each of its subjects: the terms of a rule, all moved to one side.

    ``has_whole``: one figure is the sum (or the copy) of the others, and its term is the first. A
    balance of several figures on either side also holds where both sides are misread alike, so
    that it says nothing about a reading.
    """

    code: str
    relation: str
    grain: str
    roles: tuple[str, ...]
    columns: tuple[str, ...]
    terms: tuple[Term, ...]
    has_whole: bool

    @property
    def table_codes(self) -> tuple[str, ...]:
        """The tables that the sum goes through."""
        return tuple(dict.fromkeys(term.table_code for term in self.terms))

    def within_row(self) -> RowIdentity | None:
        """Return the identity as one of a single row, None where it goes through several rows."""
        shape = read_shapes().get(self.terms[0].table_code)
        only_row = shape.only_row if shape else ""
        is_own = self.grain == _ROW_GRAIN and all(t.selector_kind == "subject" for t in self.terms)
        if not is_own and not (only_row and all(t.selector == only_row for t in self.terms)):
            return None
        weights = tuple((term.column_code, term.weight) for term in self.terms)
        if self.relation == "<=":
            return RowIdentity(">=", tuple((code, -weight) for code, weight in weights))
        return RowIdentity(self.relation, weights)

    def sums(self, rows: Rows) -> Iterator[Sum]:
        """Yield the sums over the printed rows; a key that is not printed is there all the same."""
        for subject in self._subjects(rows):
            for column in self._columns(rows):
                yield _net(self._places(rows, subject, column))

    def _subjects(self, rows: Rows) -> Iterable[str]:
        if self.grain != _ROW_GRAIN and self.grain not in _ACCOUNT_GRAINS:
            return ("",)
        is_row = self.grain == _ROW_GRAIN
        return dict.fromkeys(
            row.key if is_row else row.account
            for (table_code, _), own in rows.items()
            if table_code in self.table_codes
            for row in own
            if row.role in self.roles and (is_row or row.account)
        )

    def _columns(self, rows: Rows) -> Iterable[str]:
        if not self.columns:
            return ("",)
        printed = {column for table_code, column in rows if table_code in self.table_codes}
        return [column for column in self.columns if column in printed]

    def _places(self, rows: Rows, subject: str, column: str) -> Iterator[tuple[Place, int]]:
        for term in self.terms:
            of = column if term.column_code == _SUBJECT_COLUMN else term.column_code
            for key in _select(term, rows.get((term.table_code, of), ()), subject):
                yield (term.table_code, key, of), term.weight


def _select(term: Term, rows: Iterable[Row], subject: str) -> Iterable[str]:
    """Return the keys of the rows that a term takes."""
    match term.selector_kind:
        case "key":
            return (term.selector,)
        case "subject":
            return (subject,)
        case "level":
            return [row.key for row in rows if row.role == term.selector]
        case "children":
            return [
                row.key
                for row in rows
                if row.role == term.selector
                and row.account != subject
                and row.account.startswith(subject)
            ]
        case "prefix":
            role, _, prefix = term.selector.partition(":")
            return [row.key for row in rows if row.role == role and row.account.startswith(prefix)]
    raise ValueError(f"unknown selector_kind {term.selector_kind!r}")


def _net(weighted: Iterable[tuple[Place, int]]) -> Sum:
    """Return the sum with every figure once; one that is added and taken away again is gone."""
    net: dict[Place, int] = {}
    for place, weight in weighted:
        net[place] = net.get(place, 0) + weight
    return tuple((place, weight) for place, weight in net.items() if weight)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)


def _term(row: Mapping[str, str], sign: int) -> Term:
    return Term(
        weight=sign * int(row["weight"]),
        table_code=row["table_code"],
        column_code=row["column_code"],
        selector_kind=row["selector_kind"],
        selector=row["selector"],
    )


def _identity(code: str, head: Mapping[str, str], rows: Sequence[Mapping[str, str]]) -> Identity:
    left, right = ([row for row in rows if row["side"] == side] for side in ("left", "right"))
    is_turned = len(right) == 1 and len(left) > 1 and head["relation"] == "="
    whole, parts = (right, left) if is_turned else (left, right)
    return Identity(
        code=code,
        relation=head["relation"],
        grain=head["subject_grain"],
        roles=_listed(head["subject_roles"]),
        columns=_listed(head["subject_columns"]),
        terms=(*(_term(row, 1) for row in whole), *(_term(row, -1) for row in parts)),
        has_whole=len(whole) == 1,
    )


def _grouped(rows: Iterable[dict[str, str]], name: str) -> dict[str, list[dict[str, str]]]:
    groups: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        groups.setdefault(row[name], []).append(row)
    return groups


def _of_rules() -> Iterator[Identity]:
    terms = _grouped(read_seed(RULES_DIR / "rule_terms.csv"), "rule_id")
    for rule in read_seed(RULES_DIR / "rule_catalog.csv"):
        is_identity = rule["status"] == "active" and not any(rule[name] for name in _CONDITIONS)
        if is_identity and rule["check_kind"] in _LINEAR and rule["rule_id"] in terms:
            yield _identity(rule["rule_id"], rule, terms[rule["rule_id"]])


@cache
def read_identities() -> tuple[Identity, ...]:
    """Return every sum of the form: those of the rules, then those that only readers use."""
    own = _grouped(read_seed(LAYOUTS_DIR / "reading_identities.csv"), "identity_id")
    return (*_of_rules(), *(_identity(code, rows[0], rows) for code, rows in own.items()))


@cache
def identities_of_table(table_code: str) -> tuple[Identity, ...]:
    """Return the sums within one table."""
    return tuple(i for i in read_identities() if i.table_codes == (table_code,))


@cache
def row_identities(table_code: str) -> tuple[RowIdentity, ...]:
    """Return the sums within the rows of one table."""
    found = (identity.within_row() for identity in identities_of_table(table_code))
    return tuple(identity for identity in found if identity is not None)

"""Rules, claims, layouts and codes checked before a run: a misspelt word is an error, not silence.

A term whose column does not exist would give "not checked" verdicts and nothing else. So every
word that must be known elsewhere is looked up there, and the nearest known one is named.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from dagster_project.contract.cell_model import CELL_STATES, ROW_ROLES, VALUE_KINDS
from dagster_project.form.seed_declarations import Declaration, read_declarations
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.settings import SEEDS_DIR

_MOST_SHOWN = 20
_INTEGER = re.compile(r"-?\d+")
_BOOLEANS = frozenset({"true", "false"})
_SLOT = re.compile(r"\{[a-z_0-9]*[a-z_][a-z_0-9]*\}")
# Which seed holds the rows of a rule that is checked in this way.
_ROWS_OF_RULES = {
    "sum": "rule_terms",
    "copy": "rule_terms",
    "claim": "claim_references",
    "claim_sum": "claim_sums",
}
_CODES = {
    "functional": ("functional_accounts", "function_code"),
    "economic": ("economic_accounts", "economic_code"),
}


@dataclass(frozen=True)
class SeedProblem:
    """One thing wrong in a seed: where it stands, what is printed there, what may be meant."""

    file: str
    line_no: int
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        """Return the problem as one plain line."""
        place = f"{self.file} line {self.line_no}"
        return (
            f"{place}, {self.column}: {self.message}" if self.column else f"{place}: {self.message}"
        )


@dataclass(frozen=True)
class SeedRow:
    """One row of a seed, and the line of the file where it begins, counted from 1."""

    line_no: int
    values: Mapping[str, str]


class Seeds:
    """Every seed below a folder, read once, with the words that its columns refer to."""

    def __init__(self, folder: Path) -> None:
        """Read the declarations; the rows are read when they are asked for."""
        self.folder = folder
        self.declarations = read_declarations(folder)
        self._rows: dict[str, list[SeedRow]] = {}
        self.shape_problems: list[SeedProblem] = []
        for declaration in self.declarations.values():
            self._rows[declaration.name] = list(self._read(declaration))

    def file_of(self, name: str) -> str:
        """Return how people call the file of a seed."""
        return f"dbt/seeds/{self.declarations[name].path.relative_to(self.folder)}"

    def rows(self, name: str) -> list[SeedRow]:
        """Return the rows of a seed."""
        return self._rows.get(name, [])

    def words(self, name: str, column: str) -> set[str]:
        """Return what stands in a column of a seed, blanks left out."""
        return {word for row in self.rows(name) if (word := row.values.get(column, ""))}

    def _read(self, declaration: Declaration) -> Iterator[SeedRow]:
        name, path = declaration.name, declaration.path
        if not path.is_file():
            self._note(name, 1, "", "", "the file is missing")
            return
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream)
            header = next(reader, [])
            for column in header:
                if column not in declaration.types:
                    message = f"no column {column!r} is declared" + _nearest(
                        column, declaration.types
                    )
                    self._note(name, 1, "", column, message)
            for column in declaration.types:
                if column not in header:
                    self._note(name, 1, "", column, f"the column {column!r} is missing")
            last = reader.line_num
            for fields in reader:
                begun, last = last + 1, reader.line_num
                if not fields:
                    continue
                if len(fields) != len(header):
                    message = f"{len(fields)} fields where the header has {len(header)}"
                    self._note(name, begun, "", "", message)
                yield SeedRow(begun, dict(zip(header, fields, strict=False)))

    def _note(self, name: str, line_no: int, column: str, value: str, message: str) -> None:
        problem = SeedProblem(self.file_of(name), line_no, column, value, message)
        self.shape_problems.append(problem)

    @cached_property
    def columns(self) -> dict[str, set[str]]:
        """The columns that some layout has, by table code."""
        return self._grouped("table_layouts", "column_code")

    @cached_property
    def variants(self) -> set[str]:
        """Every variant of every table, as ``table_code:variant``."""
        grouped = self._grouped("table_layouts", "variant")
        return {f"{code}:{variant}" for code, own in grouped.items() for variant in own}

    @cached_property
    def row_keys(self) -> dict[str, set[str]]:
        """The row keys that a table can have: its lines, its accounts, its only row."""
        keys = self._grouped("line_layouts", "row_key")
        for row in self.rows("table_shapes"):
            own = keys.setdefault(row.values["table_code"], set())
            own |= {row.values["total_row"], row.values["only_row"]} - {""}
            if row.values["classification"] in _CODES:
                own |= self.words(*_CODES[row.values["classification"]])
        return keys

    def _grouped(self, name: str, column: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for row in self.rows(name):
            found.setdefault(row.values.get("table_code", ""), set()).add(
                row.values.get(column, "")
            )
        return found


# What a column of a seed may hold, given its row.
Words = Callable[[Seeds, Mapping[str, str]], Collection[str]]


def _tables(seeds: Seeds, _: Mapping[str, str]) -> Collection[str]:
    return seeds.words("table_shapes", "table_code")


def _tables_of_rule(seeds: Seeds, row: Mapping[str, str]) -> Collection[str]:
    return {*_tables(seeds, row), "claims"}


def _columns(seeds: Seeds, row: Mapping[str, str]) -> Collection[str]:
    return seeds.columns.get(row["table_code"], set())


def _term_columns(seeds: Seeds, row: Mapping[str, str]) -> Collection[str]:
    return {*_columns(seeds, row), "=subject"}


def _row_keys(seeds: Seeds, row: Mapping[str, str]) -> Collection[str]:
    return seeds.row_keys.get(row["table_code"], set())


def _claimed_rows(seeds: Seeds, row: Mapping[str, str]) -> Collection[str]:
    return {*_row_keys(seeds, row), "=account"}


def _selectors(seeds: Seeds, row: Mapping[str, str]) -> Collection[str]:
    kind = row["selector_kind"]
    if kind == "key":
        return _row_keys(seeds, row)
    return ROW_ROLES if kind in ("level", "children") else {row["selector"]}


def _columns_of_rule(seeds: Seeds, row: Mapping[str, str]) -> Collection[str]:
    return {column for code in _parts(row["tables"]) for column in seeds.columns.get(code, ())}


def _variants(seeds: Seeds, _: Mapping[str, str]) -> Collection[str]:
    return seeds.variants


def _fixed(*words: str) -> Words:
    return lambda _seeds, _row: words


def _column_of(name: str, column: str) -> Words:
    return lambda seeds, _row: seeds.words(name, column)


def _told_by(seeds: Seeds, row: Mapping[str, str]) -> Collection[str]:
    if row["evidence_kind"] in ("prints_table", "last_table"):
        return _tables(seeds, row)
    return _parts(row["value"])


# Seed, column: the words it may hold. Values with | are lists; blank and * say nothing.
_REFERENCES: dict[str, dict[str, Words]] = {
    "rule_catalog": {
        "tables": _tables_of_rule,
        "subject_roles": _fixed(*ROW_ROLES),
        "subject_columns": _columns_of_rule,
        "applies_form": _column_of("form_families", "form"),
        "applies_variant": _variants,
    },
    "rule_terms": {
        "table_code": _tables,
        "column_code": _term_columns,
        "selector": _selectors,
    },
    "rule_conditions": {"table_code": _tables, "column_code": _columns, "row_key": _row_keys},
    "claim_references": {
        "topic_family": _column_of("claim_topics", "topic"),
        "metric": _column_of("claim_metrics", "metric"),
        "table_code": _tables,
        "column_code": _columns,
        "row_key": _claimed_rows,
    },
    "form_evidence": {"value": _told_by},
    "form_families": {"reads_like": _column_of("form_families", "form")},
    "form_tables": {"table_code": _tables},
    "table_layouts": {
        "form": _column_of("form_families", "form"),
        "table_code": _tables,
        "value_kind": _fixed(*VALUE_KINDS),
    },
    "line_layouts": {
        "form": _column_of("form_families", "form"),
        "table_code": _tables,
        "row_role": _fixed(*ROW_ROLES),
        "value_kind": _fixed(*VALUE_KINDS),
    },
    "printed_marks": {"cell_state": _fixed(*CELL_STATES)},
    "table_shapes": {"total_row": _row_keys},
    "reading_identities": {
        "table_code": _tables,
        "column_code": _term_columns,
        "selector": _selectors,
        "subject_roles": _fixed(*ROW_ROLES),
    },
}


def require_sound_seeds(seeds_dir: Path = SEEDS_DIR) -> None:
    """Raise a JuesuanError with one plain line per problem, if there is any."""
    problems = check_seeds(seeds_dir)
    if not problems:
        return
    shown = [f"  {problem}" for problem in problems[:_MOST_SHOWN]]
    if len(problems) > _MOST_SHOWN:
        shown.append(f"  and {len(problems) - _MOST_SHOWN} more")
    raise JuesuanError(f"the seeds cannot be used ({len(problems)}):\n" + "\n".join(shown))


def check_seeds(seeds_dir: Path = SEEDS_DIR) -> list[SeedProblem]:
    """Return what is wrong in the seeds, in the order of their files and lines."""
    seeds = Seeds(seeds_dir)
    if seeds.shape_problems:
        # Columns that are not there would be reported again in every row.
        return seeds.shape_problems
    found = [
        SeedProblem(seeds.file_of(declaration.name), row.line_no, column, value, message)
        for declaration in seeds.declarations.values()
        for row, column, value, message in _problems_of(seeds, declaration)
    ]
    return sorted([*found, *_rules_without_rows(seeds)], key=lambda p: (p.file, p.line_no))


Found = Iterator[tuple[SeedRow, str, str, str]]


def _problems_of(seeds: Seeds, declaration: Declaration) -> Found:
    rows = seeds.rows(declaration.name)
    references = _REFERENCES.get(declaration.name, {})
    for row in rows:
        for column, value in row.values.items():
            if not value:
                if column in declaration.required:
                    yield row, column, value, "must not be blank"
                continue
            message = _typed(value, declaration.types[column], column)
            if message:
                yield row, column, value, message
            for word, known in _words_of(seeds, declaration, references, row, column):
                if word not in known:
                    # A word of another table is near enough to say what may be meant.
                    near = _nearest(word, known) or _nearest(
                        word, seeds.words(declaration.name, column) - {word}
                    )
                    yield row, column, word, f"{word!r} is not known here{near}"
    yield from _repeated(declaration, rows)


def _words_of(
    seeds: Seeds,
    declaration: Declaration,
    references: Mapping[str, Words],
    row: SeedRow,
    column: str,
) -> Iterator[tuple[str, Collection[str]]]:
    """Yield each word of a cell that must be known, with the words that are."""
    value = row.values[column]
    if column in declaration.allowed:
        yield value, declaration.allowed[column]
    elif column in references:
        for word in _parts(value):
            yield word, references[column](seeds, row.values)
    elif column in declaration.references:
        yield value, seeds.words(*declaration.references[column])


def _parts(value: str) -> list[str]:
    return [part for part in value.split("|") if part not in ("", "*")]


def _typed(value: str, declared: str, column: str) -> str:
    """Return what is wrong with the type of a value, or nothing."""
    if declared == "integer" and not _INTEGER.fullmatch(value):
        return f"{value!r} is no whole number"
    if declared == "boolean" and value.lower() not in _BOOLEANS:
        return f"{value!r} is neither true nor false"
    if column == "pattern" or column.endswith("_pattern"):
        try:
            re.compile(_SLOT.sub("x", value))
        except re.error as error:
            return f"no regular expression: {error}"
    return ""


def _repeated(declaration: Declaration, rows: Iterable[SeedRow]) -> Found:
    first: dict[tuple[int, tuple[str, ...]], int] = {}
    for row in rows:
        for number, key in enumerate(declaration.keys):
            value = tuple(row.values.get(column, "") for column in key)
            before = first.setdefault((number, value), row.line_no)
            if before != row.line_no and any(value):
                told = ", ".join(filter(None, value))
                yield row, key[0], told, f"the same key as in line {before}: {told}"


def _rules_without_rows(seeds: Seeds) -> Iterator[SeedProblem]:
    """Yield the rules that nothing checks, because no row says how."""
    for row in seeds.rows("rule_catalog"):
        rule, seed = row.values["rule_id"], _ROWS_OF_RULES.get(row.values["check_kind"])
        if seed and rule not in seeds.words(seed, "rule_id"):
            message = f"{rule} has no row in {seeds.file_of(seed)}"
            yield SeedProblem(
                seeds.file_of("rule_catalog"), row.line_no, "check_kind", rule, message
            )


def _nearest(word: str, known: Collection[str]) -> str:
    near = get_close_matches(word, known, 1, 0.5)
    return f"; nearest: {near[0]!r}" if near else ""

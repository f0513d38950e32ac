"""One build of the whole mutant corpus, shared by the tests that look at it."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from dagster_project.runtime.warehouse import open_warehouse
from tests.building import build, once
from tests.reconciliation import corpus
from tests.sampling import EVERY_CASE

Mutant = tuple[str, frozenset[corpus.Cell]]
# Every second cell stands for all: one of these kinds takes the even ones, the other the odd ones.
SAMPLED = ("blanked", "swapped")


def _is_taken(kind: str, number: int) -> bool:
    return EVERY_CASE or kind not in SAMPLED or number % 2 == SAMPLED.index(kind)


@dataclass(frozen=True)
class Corpus:
    """The mutants by kind: {document_id: the cells that were changed}, and what is said of them.

    ``clean`` are the verdicts of the unchanged reference document, ``changed`` by mutant those
    that are others than its. ``of_other_subjects`` are documents in which something else is
    checked: there should be none.
    """

    mutants: dict[str, dict[str, frozenset[corpus.Cell]]]
    clean: dict[tuple[str, str], tuple]
    changed: dict[str, dict[tuple[str, str], tuple]]
    of_other_subjects: list[str]
    warehouse: Path


def _mutate(tables: dict, table: str, position: int) -> Iterator[tuple[str, dict, frozenset]]:
    """Yield (kind, mutated tables, changed cells) for one filled money cell."""
    record = tables[table][position]
    value = Decimal(record["value_numeric"])
    cell = frozenset({corpus.cell_of(table, record)})
    for kind, printed in (
        ("plus_one_fen", str(value + Decimal("0.01"))),
        ("times_ten_thousand", str(value * 10_000)),
        ("blanked", ""),
    ):
        yield kind, corpus.change_cell(tables, table, position, printed), cell
    neighbour = _neighbour(tables[table], position)
    other = tables[table][neighbour]
    swapped = corpus.change_cell(tables, table, position, other["printed_text"])
    swapped = corpus.change_cell(swapped, table, neighbour, record["printed_text"])
    yield "swapped", swapped, cell | {corpus.cell_of(table, other)}


def _neighbour(records: list, position: int) -> int:
    """Return the next cell of the row, for the last cell the one before, else the next row's."""
    row = records[position]["row_no"]
    if position + 1 < len(records) and records[position + 1]["row_no"] == row:
        return position + 1
    if position > 0 and records[position - 1]["row_no"] == row:
        return position - 1
    return position + 1 if position + 1 < len(records) else position - 1


@pytest.fixture(scope="session")
def mutant_corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Every filled money cell of the reference document, changed in ways, in one build.

    Its figure is another by a cent and by 10,000; every second one is blanked, or swapped with its
    neighbour. ``make bench`` does all four to each.
    """
    base = once(tmp_path_factory, "mutants", _build)
    with (base / "mutants.pickle").open("rb") as stream:
        mutants = pickle.load(stream)  # noqa: S301 - written by this run
    warehouse = base / "mutants.duckdb"
    with open_warehouse(warehouse, read_only=True) as connection:
        return Corpus(
            mutants,
            corpus.verdicts(connection, f"document_id = '{corpus.CLEAN}'")[corpus.CLEAN],
            corpus.verdicts(connection, "status is distinct from clean_status"),
            corpus.documents_of_other_subjects(connection),
            warehouse,
        )


def _build(base: Path) -> None:
    raw_dir = base / "raw"
    tables = corpus.read_tables()
    corpus.write_folder(raw_dir, corpus.CLEAN, tables)
    mutants: dict[str, dict[str, frozenset[corpus.Cell]]] = {}
    for number, (table, position) in enumerate(corpus.filled_money(tables)):
        for kind, mutated, cells in _mutate(tables, table, position):
            if not _is_taken(kind, number):
                continue
            document_id = f"{kind.replace('_', '-')}-{number:03d}"
            corpus.write_folder(raw_dir, document_id, mutated)
            mutants.setdefault(kind, {})[document_id] = cells
    # Nothing here looks at the other marts.
    tests = ("assert_every_printed_key_is_a_subject", "assert_every_subject_has_one_verdict")
    build(raw_dir, base / "mutants.duckdb", ["findings", "verdict_evidence"], data_tests=tests)
    with (base / "mutants.pickle").open("wb") as stream:
        pickle.dump(mutants, stream)

"""How much of what can go wrong with a printed amount the rules see.

The reference document adds up to the cent (../shared/truth), so every change below is an error.
"""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from dagster_project.contract.words import word
from dagster_project.runtime.warehouse import open_warehouse
from tests.reconciliation import corpus
from tests.reconciliation.conftest import Corpus
from tests.sampling import EVERY_CASE

ARITHMETIC = ("I", "X")
UNCHANGED = "the two cells print the same figure"


def _changed(corpus_: Corpus, document_id: str) -> dict[tuple[str, str], tuple]:
    """Return the verdicts of a mutant that differ from the clean document's."""
    return corpus_.changed.get(document_id, {})


def _is_seen(corpus_: Corpus, document_id: str) -> bool:
    return any(
        rule_id.startswith(ARITHMETIC) and status == "fail"
        for (rule_id, _), (status, _) in _changed(corpus_, document_id).items()
    )


def test_the_reference_document_adds_up(mutant_corpus: Corpus) -> None:
    statuses = {
        status
        for (rule_id, _), (status, _) in mutant_corpus.clean.items()
        if rule_id.startswith(ARITHMETIC)
    }
    assert statuses == {"pass", "not_applicable"}


def test_every_filled_money_cell_has_its_mutants(mutant_corpus: Corpus) -> None:
    # 228 filled cells in the truth, two of them counts of vehicles; of two kinds half are taken.
    sampled = 226 if EVERY_CASE else 113
    assert {kind: len(found) for kind, found in mutant_corpus.mutants.items()} == {
        "plus_one_fen": 226,
        "times_ten_thousand": 226,
        "blanked": sampled,
        "swapped": sampled,
    }


def test_the_same_is_checked_in_every_mutant(mutant_corpus: Corpus) -> None:
    assert len(mutant_corpus.clean) > 200
    assert mutant_corpus.of_other_subjects == []


@pytest.mark.parametrize("kind", ["plus_one_fen", "times_ten_thousand"])
def test_wrong_amounts_are_seen(mutant_corpus: Corpus, kind: str) -> None:
    mutants = mutant_corpus.mutants[kind]
    seen = [document_id for document_id in mutants if _is_seen(mutant_corpus, document_id)]
    assert len(seen) >= 0.98 * len(mutants)


def test_every_changed_verdict_names_the_changed_cell(mutant_corpus: Corpus) -> None:
    strangers = [
        (document_id, key)
        for mutants in mutant_corpus.mutants.values()
        for document_id, cells in mutants.items()
        for key, (_, evidence) in _changed(mutant_corpus, document_id).items()
        if not cells & (evidence | mutant_corpus.clean[key][1])
    ]
    assert strangers == []


def test_unseen_mutants_are_those_that_no_identity_can_tell(
    mutant_corpus: Corpus, measured: list[str]
) -> None:
    """Print the shares; arithmetic must explain an unseen mutant, not a missing rule."""
    unexplained = []
    for kind, mutants in mutant_corpus.mutants.items():
        unseen: dict[str, list[str]] = {}
        for document_id, cells in mutants.items():
            if not _is_seen(mutant_corpus, document_id):
                reason = _why_unseen(kind, cells)
                names = " <-> ".join(".".join(cell) for cell in sorted(cells))
                unseen.setdefault(reason or "UNEXPLAINED", []).append(names)
        # A swap of two equal figures leaves the document as it was: there is nothing to see.
        real = len(mutants) - len(unseen.get(UNCHANGED, []))
        seen = len(mutants) - sum(map(len, unseen.values()))
        measured.append(
            f"mutants {kind}: {seen} of {real} seen ({seen / real:.1%}); "
            f"{len(mutants) - real} more changed nothing"
        )
        measured.extend(f"  unseen, {why}: {', '.join(names)}" for why, names in unseen.items())
        unexplained.extend(unseen.get("UNEXPLAINED", []))
    assert unexplained == []


def _why_unseen(kind: str, cells: frozenset[corpus.Cell]) -> str | None:
    """Return why no identity can tell, from the printed values alone; None when one could."""
    records = {
        corpus.cell_of(table, record): record
        for table, rows in corpus.read_tables().items()
        for record in rows
    }
    changed = [records[cell] for cell in cells]
    if kind == "swapped" and len({r["printed_text"] for r in changed}) == 1:
        return UNCHANGED
    keys = {(cell[0], records[cell]["row_key"]) for cell in cells}
    operating = {
        ("gk10", f"operating_expense_{kind_}") for kind_ in ("administrative", "civil_service_like")
    }
    if keys <= operating:
        return "known only to be at most the public expenses while the unit's nature is unknown"
    if kind == "swapped" and _is_symmetric(changed):
        return "both cells are addends of the same sums and of nothing else"
    return None


def _is_symmetric(records: list[dict[str, str]]) -> bool:
    """Whether the swapped cells stand in the same sums only, by the form's own arithmetic."""
    parts = {"procurement_goods", "procurement_works", "procurement_services"}
    return {record["row_key"] for record in records} <= parts


def test_one_wrong_cell_is_mostly_one_finding(mutant_corpus: Corpus, measured: list[str]) -> None:
    """A slip of one fen in one cell must not flood the list: counted over all such mutants."""
    from dagster_project.runtime.warehouse import open_warehouse

    with open_warehouse(mutant_corpus.warehouse, read_only=True) as connection:
        counts = dict(
            connection.execute(
                """
                select findings, count(*) from (
                    select document_id, count(*) as findings from marts.findings
                    where document_id like 'plus-one-fen-%' and left(rule_id, 1) in ('I', 'X')
                    group by document_id
                ) group by findings
                """
            ).fetchall()
        )
        evidence = connection.execute(
            "select evidence from marts.findings "
            "where document_id like 'plus-one-fen-%' and left(rule_id, 1) in ('I', 'X') limit 1"
        ).fetchone()
    assert json.loads(evidence[0])[0].keys() >= {"side", "table_code", "row_key", "column_code"}
    measured.append(f"findings per +0.01 mutant: {dict(sorted(counts.items()))}")
    assert max(counts) <= 2
    assert counts[1] >= 0.9 * sum(counts.values())


@pytest.mark.parametrize("kind", ["plus_one_fen", "times_ten_thousand"])
def test_the_repair_of_one_cell_is_offered(
    mutant_corpus: Corpus, kind: str, measured: list[str]
) -> None:
    printed = {
        corpus.cell_of(table, record): Decimal(record["value_numeric"])
        for table, records in corpus.read_tables().items()
        for record in records
        if record["value_numeric"]
    }
    with open_warehouse(mutant_corpus.warehouse, read_only=True) as connection:
        findings = connection.execute(
            "select document_id, table_code, row_no::varchar, column_code, message_zh, "
            "next_step_zh from marts.findings where row_no is not null and status = 'fail'"
        ).fetchall()
    named = [
        (cell, message, step)
        for document_id, *place, message, step in findings
        if (cell := tuple(place)) in mutant_corpus.mutants[kind].get(document_id, ())
    ]
    offered = [f"应为 {printed[cell]:,.2f} 元?" in message for cell, message, _ in named]
    measured.append(
        f"{kind}: the true amount is offered in {sum(offered)} of {len(named)} findings"
    )
    assert len(named) > 100
    assert all(offered)
    assert {step for *_, step in named} == {word("one_cell", "next_step")}

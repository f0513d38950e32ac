"""Whatever a document contains, the others are published (issue 8, point 1)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.conftest import GOOD, Corpus, write_corpus
from tests.hostile.documents import LOADED, Mutation
from tests.hostile.pipeline import run_everything, run_pipeline

pytestmark = pytest.mark.slow


def find_culprit(mutations: dict[str, list[Mutation]], base: Path) -> str:
    """Halve the documents until one is left that stops the run; asked for only after a failure."""
    names = sorted(mutations)
    step = 0
    while len(names) > 1:
        half = names[: len(names) // 2]
        folder = base / str(step)
        write_corpus(folder / "raw", {name: mutations[name] for name in half})
        names = half if run_everything(folder / "raw", folder).obstacles else names[len(half) :]
        step += 1
    return names[0]


def test_no_document_stops_the_run(hostile: Corpus, tmp_path: Path) -> None:
    if hostile.run.obstacles:
        culprit = find_culprit(hostile.mutations, tmp_path)
        pytest.fail(f"{culprit}: {hostile.run.obstacles}")


def test_the_good_document_is_published_as_if_it_were_alone(
    hostile: Corpus, tmp_path: Path
) -> None:
    write_corpus(tmp_path / "raw", {})
    alone = run_pipeline(tmp_path / "raw", tmp_path)
    for table in ("documents", "cells", "checks", "findings", "expenditure_by_function"):
        own = f"select * from marts.{table} where document_id = ? order by all"
        assert hostile.run.rows(own, GOOD) == alone.rows(own, GOOD), table
    assert alone.rows("select gate_status from marts.documents") == [("open",)]


def test_every_document_is_open_or_says_where_it_is_wrong(hostile: Corpus) -> None:
    rows = hostile.run.rows("select document_id, gate_status, gate_reasons from marts.documents")
    states = {document_id: (status, reasons) for document_id, status, reasons in rows}
    assert states.keys() >= hostile.mutations.keys()
    assert all(reasons for status, reasons in states.values() if status != "open")
    # Table and row, or document.json.
    located = hostile.run.rows(
        "select distinct document_id from raw.problems "
        "where (file like '%.csv' and line_no is not null) or file = 'document.json'"
    )
    quarantined = {name for name, (status, _) in states.items() if status == "quarantined"}
    assert quarantined - {document_id for (document_id,) in located} == set()


def test_what_loading_accepts_reaches_the_rules(hostile: Corpus) -> None:
    """A corpus that loading keeps out would test loading alone."""
    judged = {name for (name,) in hostile.run.rows("select distinct document_id from marts.checks")}
    loadable = {name for name, chosen in hostile.mutations.items() if set(chosen) <= set(LOADED)}
    assert loadable - judged == set()


def test_repeated_accounts_have_one_finding_per_table_and_no_figure(hostile: Corpus) -> None:
    repeated = """
        select document_id, table_code, account_code
        from marts.cells
        where row_role in ('class', 'section', 'item') and cell_state = 'value'
          and account_code is not null and table_code in ('gk02', 'gk03', 'gk05', 'gk06')
          and document_id like 'repeat-account-%'
        group by all having count(distinct row_no) > 1
    """
    printed = hostile.run.rows(f"select distinct document_id, table_code from ({repeated})")
    found = hostile.run.rows(
        "select document_id, table_code from marts.findings "
        "where rule_id = 'K05' and document_id like 'repeat-account-%'"
    )
    assert printed
    assert sorted(found) == sorted(printed)
    for table_code, mart, measure in (
        ("gk02", "income_by_function", "total"),
        ("gk03", "expenditure_by_function", "total"),
        ("gk05", "expenditure_by_function", "general_public_total"),
        ("gk06", "expenditure_by_economic", "basic"),
    ):
        guessed = f"""
            select facts.document_id, facts.account_code, facts.{measure}
            from ({repeated}) as repeated
            inner join marts.{mart} as facts using (document_id, account_code)
            where repeated.table_code = '{table_code}' and facts.{measure} is not null
        """
        assert hostile.run.rows(guessed) == []

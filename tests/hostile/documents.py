"""Documents that nobody should print, made from the factory's by seeded mutations.

Each mutation is one kind of content that was, or could be, met in a published file or in a folder
under raw/. A document carries one mutation alone, or several at random; the same seed makes the
same documents.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dagster_project.contract.cell_model import (
    CELL_COLUMNS,
    CLAIM_COLUMNS,
    HEADING_COLUMNS,
    STATEMENT_COLUMNS,
)
from tests import factories
from tests.hostile.drafts import Draft, Mutation, Record
from tests.hostile.table_mutations import (
    amounts_beyond,
    code_of_letters,
    empty_table,
    extreme_amounts,
    largest_amounts,
    loose_rows,
    many_rows,
    merge_codes,
    missing_table,
    no_code_beside_account,
    odd_code,
    odd_texts,
    odd_units,
    only_totals,
    repeat_account,
    roles_differ,
)
from tests.hostile.text_mutations import (
    extreme_claims,
    extreme_percents,
    odd_claims,
    odd_headings,
    odd_statements,
    two_funds,
)
from tests.rules.performance_forms import Form
from tests.rules.performance_forms import cells_of as form_cells


def odd_forms(draft: Draft) -> None:
    """Print self-evaluation forms with numbers of any size and the same project twice."""
    rng = draft.rng
    numbers = ("0", "-1", "999999999999", "0.0001", "100", "99999999.9999", "-999999999999")
    money = ("0.00", "999999999.99", "-999999999.99", "0.01")
    form = Form(head={"weight": rng.choice(numbers), "score": rng.choice(numbers), "grade": "优"})
    form = form.with_funds(
        execution_percent=rng.choice(numbers),
        weight=rng.choice(numbers),
        score=rng.choice(numbers),
        budgeted=rng.choice(money),
        full_year_budget=rng.choice(money),
        executed=rng.choice(money),
    )
    form = form.with_part("funds_fiscal", budgeted=rng.choice(money), executed=rng.choice(money))
    form = form.with_first(
        weight=rng.choice(numbers),
        score=rng.choice(numbers),
        initial_target="≥" + "9" * 50,
        actual="9" * 30 + "次",
        deviation_note="目标已调整为" + "长" * 3000,
    )
    draft.forms = (form, form)


def odd_form_rows(draft: Draft) -> None:
    """Give the head of a form the key of an indicator, or print a number beyond every bound."""
    odd_forms(draft)
    if draft.rng.random() < 0.5:
        draft.form_changes.append(_head_as_indicator)
    else:
        draft.forms = (draft.forms[0].with_head(score="1000000000000"),)


def _head_as_indicator(records: list[Record]) -> None:
    for record in records:
        if record["row_no"] == records[0]["row_no"]:
            record["row_key"] = "p1.i99"


_FACTS: tuple[dict[str, Any], ...] = (
    {"reason_zh": "已读", "reason_code": "read"},
    {"form": "不知道的表式"},
    {"organization_id": None, "organization_name": None, "region_code": None},
    {"organization_name": "坏\ud800名"},
    {"kind": "budget"},
    {"revision": 999_999, "supersedes": "没有的文件"},
    {"published_on": "0001-01-01"},
)


def odd_facts(number: int) -> Mutation:
    """Return a mutation that says in document.json what does not fit the rest."""

    def mutation(draft: Draft) -> None:
        draft.facts |= _FACTS[number]

    mutation.__name__ = f"odd_facts_{number}"
    return mutation


def contradicting_readings(draft: Draft) -> None:
    """Say that two readings differ and that the table is confirmed."""
    draft.facts["readings_agree"] = False


def same_disclosure(draft: Draft) -> None:
    """Claim to be the organization, year and scope of another hostile document."""
    draft.facts["organization_id"] = "factory-bureau-shared"


# What loading accepts, so that every rule meets it.
LOADED: tuple[Mutation, ...] = (
    *(repeat_account, merge_codes, odd_code, roles_differ, no_code_beside_account),
    *(extreme_amounts, largest_amounts, many_rows, empty_table, only_totals, missing_table),
    *(odd_texts, extreme_claims, extreme_percents, odd_claims, two_funds, odd_statements),
    *(odd_headings, odd_forms, same_disclosure),
)
# What loading may quarantine.
KEPT_OUT: tuple[Mutation, ...] = (
    *(code_of_letters, amounts_beyond, odd_units, loose_rows, odd_form_rows),
    *(contradicting_readings, *map(odd_facts, range(len(_FACTS)))),
)


def hostile_documents(seed: int, mixed: int) -> Iterator[tuple[str, list[Mutation]]]:
    """Yield (document_id, mutations): each kind twice alone, then ``mixed`` mixtures."""
    for mutation in (*LOADED, *KEPT_OUT):
        for number in range(2):
            yield f"{mutation.__name__.replace('_', '-')}-{number}", [mutation]
    for number in range(mixed):
        chosen = random.Random(f"{seed}/{number}").sample(LOADED, k=4)  # noqa: S311
        yield f"mixed-{number:02d}", chosen


def write_hostile(raw_dir: Path, document_id: str, mutations: list[Mutation], seed: int) -> None:
    """Write one document with these mutations."""
    rng = random.Random(f"{seed}/{document_id}")  # noqa: S311 - nothing is secret
    draft = Draft(rng)
    rows = factories.default_tables()
    draft.tables = {table: factories.cells_of(table_rows) for table, table_rows in rows.items()}
    for mutation in mutations:
        mutation(draft)
    folder = factories.write_document(raw_dir, document_id, tables={})
    for table, records in draft.tables.items():
        factories.write_csv(folder / f"{table}.csv", CELL_COLUMNS, records)
    for name, columns, records in (
        ("claims", CLAIM_COLUMNS, draft.claims),
        ("statements", STATEMENT_COLUMNS, draft.statements),
        ("headings", HEADING_COLUMNS, draft.headings),
    ):
        numbered = [r | {columns[0]: str(n)} for n, r in enumerate(records, start=1)]
        factories.write_csv(folder / f"{name}.csv", columns, numbered)
    _write_facts(folder, document_id, draft)


def _write_facts(folder: Path, document_id: str, draft: Draft) -> None:
    content = factories.document_json(document_id, factories.default_tables(), factories.YEAR)
    units, agree = draft.facts.pop("units", {}), draft.facts.pop("readings_agree", None)
    tables = []
    for table in content["tables"]:
        code = table["table_code"]
        if code in units:
            table["unit"] = units[code] or None
        if table["presence"] == "data" and code not in draft.tables:
            table |= {"presence": "missing", "unit": None}
        table["readings_agree"] = agree
        tables.append(table)
    if draft.forms:
        records = form_cells(draft.forms)
        for change in draft.form_changes:
            change(records)
        factories.write_csv(folder / "jx01.csv", CELL_COLUMNS, records)
        tables.append(tables[0] | {"table_code": "jx01", "unit": "万元", "readings_agree": None})
    content |= {"tables": tables} | draft.facts
    # Escaped, so that a lone surrogate can be written at all.
    (folder / "document.json").write_text(json.dumps(content), encoding="utf-8")

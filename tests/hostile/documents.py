"""Documents that nobody should print, made from the factory's by seeded mutations.

Each mutation is one kind of content that was, or could be, met in a published file or in a folder
under raw/. A document carries one mutation alone, or several at random; the same seed makes the
same documents.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dagster_project.contract.cell_model import (
    CELL_COLUMNS,
    CLAIM_COLUMNS,
    HEADING_COLUMNS,
    STATEMENT_COLUMNS,
)
from tests import factories
from tests.factories import with_value
from tests.rules.narratives import figure, remark
from tests.rules.performance_forms import Form
from tests.rules.performance_forms import cells_of as form_cells

Record = dict[str, str]
_ACCOUNTS = ("gk02", "gk03", "gk05", "gk06")
_ACCEPTED = ("0.00", "-0.01", "-9999999.99", "999999999.99", "100000000.00", "0.000001")
_BEYOND = ("10000000000000.00", "99999999999999999.99", "123456789012345678.12")
_TEXTS = (
    "长" * 40_000,
    "制表\t符 与 \x01\x1b 控制字符",
    "=1+1",
    "a|b#2#3/…'\"<script>",
    "︀‮𠮷",
    "2080101",
)
_CODES = ("2", "20", "2080", "208010101", "999", "000", "30199", "2299999")


@dataclass
class Draft:
    """One extract folder before it is written."""

    rng: random.Random
    tables: dict[str, list[Record]] = field(default_factory=dict)
    claims: list[Record] = field(default_factory=list)
    statements: list[Record] = field(default_factory=list)
    headings: list[Record] = field(default_factory=list)
    forms: tuple[Form, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    form_changes: list[Callable[[list[Record]], None]] = field(default_factory=list)

    def rows(self, table: str) -> list[str]:
        """Return the row numbers of the accounts of a table."""
        records = self.tables.get(table, [])
        return sorted({r["row_no"] for r in records if r["account_code"]}, key=int)


Mutation = Callable[[Draft], None]


def _accounts(draft: Draft) -> str:
    return draft.rng.choice([table for table in _ACCOUNTS if draft.rows(table)] or ["gk03"])


def repeat_account(draft: Draft) -> None:
    """Print an account once more, below the others, as a reader keys it."""
    table = _accounts(draft)
    for row in draft.rng.sample(draft.rows(table), k=min(2, len(draft.rows(table)))):
        again = [dict(r) for r in draft.tables[table] if r["row_no"] == row]
        number = 1 + max(int(r["row_no"]) for r in draft.tables[table])
        for record in again:
            record |= {"row_no": str(number), "row_key": f"{record['row_key']}#2"}
        if draft.rng.random() < 0.5:
            again = [with_value(r, draft.rng.choice(("7.00", "60.00"))) for r in again]
        draft.tables[table] += again


def merge_codes(draft: Draft) -> None:
    """Read one code in every row of a table, as from a vertically merged cell."""
    table = _accounts(draft)
    code = draft.tables[table][-1]["account_code"] or "2080101"
    seen: dict[str, int] = {}
    for record in draft.tables[table]:
        if not record["account_code"]:
            continue
        if record["row_no"] not in seen:
            seen[record["row_no"]] = len(seen) + 1
        nth = seen[record["row_no"]]
        record |= {
            "account_code": code,
            "row_key": code if nth == 1 else f"{code}#{nth}",
            "row_role": {3: "class", 5: "section"}.get(len(code), "item"),
        }


def odd_code(draft: Draft) -> None:
    """Print an account under a code of a length that no account has."""
    table = _accounts(draft)
    row = draft.rng.choice(draft.rows(table) or ["1"])
    code = draft.rng.choice(_CODES)
    for record in draft.tables.get(table, []):
        if record["row_no"] == row:
            record |= {"account_code": code, "row_key": code, "printed_code": code}


def code_of_letters(draft: Draft) -> None:
    """Print what is no code, or one in full-width digits."""
    table = _accounts(draft)
    row = draft.rng.choice(draft.rows(table) or ["1"])
    code = draft.rng.choice(("A208", "２０８", "208-01", "#2", ""))
    for record in draft.tables.get(table, []):
        if record["row_no"] == row:
            account = code if draft.rng.random() < 0.5 else ""
            record |= {"account_code": account, "printed_code": code}


def roles_differ(draft: Draft) -> None:
    """Give one account another role in another table."""
    role = draft.rng.choice(("class", "item", "line", "of_which"))
    for record in draft.tables.get("gk05", []):
        if record["account_code"] == "20801":
            record["row_role"] = role


def no_code_beside_account(draft: Draft) -> None:
    """Leave out the codes of two accounts of one table."""
    table = _accounts(draft)
    for row in draft.rows(table)[-2:]:
        for record in draft.tables[table]:
            if record["row_no"] == row:
                record |= {"account_code": "", "printed_code": "", "row_key": f"unlabelled_{row}"}


def extreme_amounts(draft: Draft) -> None:
    """Print amounts up to the bound of loading, in yuan or in 万元."""
    _print_amounts(draft, _ACCEPTED)


def amounts_beyond(draft: Draft) -> None:
    """Print amounts beyond the bound of loading."""
    _print_amounts(draft, _BEYOND)


def _print_amounts(draft: Draft, printed: tuple[str, ...]) -> None:
    table = draft.rng.choice(sorted(draft.tables) or ["gk03"])
    unit = draft.rng.choice(("元", "万元"))
    records = draft.tables.get(table, [])
    draft.tables[table] = [
        with_value(r, draft.rng.choice(printed), unit)
        if r["value_kind"] == "money" and draft.rng.random() < 0.7
        else (with_value(r, r["printed_text"], unit) if r["printed_text"] else r)
        for r in records
    ]
    draft.facts.setdefault("units", {})[table] = unit


def largest_amounts(draft: Draft) -> None:
    """Print the largest amount that loading accepts in every cell, here and there negative."""
    for table, records in draft.tables.items():
        unit = draft.facts.setdefault("units", {}).setdefault(table, "万元")
        printed = {"元": "9999999999999.99", "万元": "999999999.9999"}[unit]
        draft.tables[table] = [
            with_value(r, ("-" if draft.rng.random() < 0.2 else "") + printed, unit)
            if r["value_kind"] == "money"
            else r
            for r in records
        ]


def many_rows(draft: Draft) -> None:
    """Print six hundred accounts with the largest amount: their sum has more digits than each."""
    first = [r for r in draft.tables.get("gk03", []) if r["account_code"] == "2080101"]
    for number in range(600):
        code = f"21{number // 100:01d}{number:04d}"[:7]
        key = {"row_no": str(100 + number), "row_key": code, "account_code": code}
        draft.tables["gk03"] += [with_value(r | key, "9999999999999.99") for r in first]


def empty_table(draft: Draft) -> None:
    """Leave a table without a single row."""
    draft.tables[draft.rng.choice(sorted(draft.tables))] = []


def only_totals(draft: Draft) -> None:
    """Leave the total rows alone."""
    table = _accounts(draft)
    draft.tables[table] = [r for r in draft.tables[table] if r["row_role"] == "total"]


def missing_table(draft: Draft) -> None:
    """Leave out a table as if its page were missing."""
    draft.tables.pop(draft.rng.choice(sorted(draft.tables)))


def odd_texts(draft: Draft) -> None:
    """Print very long labels and characters that no form has."""
    for records in draft.tables.values():
        for record in records:
            if draft.rng.random() < 0.1:
                record["printed_label"] = draft.rng.choice(_TEXTS)
    draft.facts["organization_name"] = draft.rng.choice(_TEXTS)[:200]


def odd_units(draft: Draft) -> None:
    """Name a unit that nobody knows, or none."""
    table = draft.rng.choice(sorted(draft.tables))
    unit = draft.rng.choice(("亿元", "美元", "", "万", "元"))
    for record in draft.tables[table]:
        if record["value_kind"] == "money" and record["cell_state"] == "value":
            record |= {"value_unit": unit, "printed_unit": unit}
    draft.facts.setdefault("units", {})[table] = unit


def loose_rows(draft: Draft) -> None:
    """Give two rows one key, cell by cell, or leading zeros to a number."""
    table = _accounts(draft)
    records = draft.tables[table]
    if draft.rng.random() < 0.5:
        for record in records[len(records) // 2 :]:
            record["row_no"] = f"0{record['row_no']}"
    elif records:
        records[-1] |= {"row_no": "77", "row_role": "of_which"}


def extreme_claims(draft: Draft) -> None:
    """State figures of any size, the same one twice, and one that disagrees by a few 亿元."""
    for printed, unit in (
        *(("1.00", "亿元"), ("30000.00", "万元"), ("999999999999", "万亿元")),
        *(("-99999999999.99", "万元"), ("123456789012345678", "亿元"), ("0.00", "元")),
    ):
        for topic, metric, subject in (
            ("general_public", "final", "社会保障和就业支出"),
            ("income_expenditure", "income_grand_total", "收入总计"),
            ("income_expenditure", "expenditure_grand_total", "支出总计"),
            ("general_public", "expenditure_total", "一般公共预算财政拨款支出"),
            ("general_public", "budget", "社会保障和就业支出"),
            ("three_public", "final", "“三公”经费"),
        ):
            account = "208" if subject.startswith("社会") else ""
            claim = figure(topic, metric, subject, printed, unit, account_code=account)
            draft.claims += [claim] * draft.rng.choice((1, 2))


def extreme_percents(draft: Draft) -> None:
    """State rates of any size on amounts of any size."""
    subject = "社会保障和就业支出"
    draft.claims += [
        figure("general_public", "budget", subject, "0.01", base="年初预算", account_code="208"),
        figure("general_public", "final", subject, "9999999999.99", "万元", account_code="208"),
        figure("general_public", "final", subject, "8.00", "亿元", "change_amount", base="上年"),
    ]
    for kind in ("share", "change_percent", "execution_rate"):
        for printed in ("1000000000000", "0.00", "-50", "99999999999999999", "12345678.123456"):
            for base in ("", "上年", "年初预算", "本年支出合计"):
                claim = figure("general_public", "final", subject, printed, "%", kind, base=base)
                draft.claims.append(claim | {"account_code": "208", "direction": "增加"})


def odd_claims(draft: Draft) -> None:
    """State figures about subjects that look like keys, and about none."""
    for subject in ("a#2", "a", "a", "x|y", "", "x/y/z", "绩效自评项目-优", "绩效自评项目"):
        for metric in ("final", "projects_by_grade", "self_evaluated_projects", "average_score"):
            draft.claims.append(figure("performance_review", metric, subject, "3", "个", "count"))
            draft.claims.append(figure("general_public", metric, subject, "3.00"))
    draft.claims += [r | {"printed_text": "3." + "9" * 400} for r in draft.claims[:2]]


def two_funds(draft: Draft) -> None:
    """State a budget for one account under two funds."""
    for topic in ("general_public", "government_fund", "state_capital"):
        claim = figure(topic, "budget", "行政运行", "5.00", "万元", base="年初预算")
        draft.claims.append(claim | {"account_code": "2080101"})


def odd_statements(draft: Draft) -> None:
    """Say things about accounts that stand twice, and about nothing."""
    for kind in ("comparison", "list", "listed_item", "purpose", "reason"):
        for base in ("personnel", "public", "上年", "basic", ""):
            said = remark(kind, "general_public", "工资", base=base, direction="增加")
            draft.statements += [said, said | {"account_code": "30101"}]


def odd_headings(draft: Draft) -> None:
    """Print headings without a text, with another year, and phrases of the form."""
    for kind in ("residue", "part", "section", "note", "table_title", "statement"):
        for text in (
            "",
            "XX万元",
            "2999 年度",
            "第一部分",
            "预算数为年初预算、全年预算",
            "x" * 5000,
        ):
            draft.headings.append(
                dict.fromkeys(HEADING_COLUMNS, "")
                | {"heading_kind": kind, "printed_text": text, "level": "1", "section_code": "9.99"}
            )


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

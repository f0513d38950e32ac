"""Tables that nobody should print: accounts, codes, amounts, rows and units."""

from __future__ import annotations

from tests.factories import with_value
from tests.hostile.drafts import Draft

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

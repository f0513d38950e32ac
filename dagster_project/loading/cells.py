"""Validation of one ``gkNN.csv``: keys, allowed values, figures that agree with the print.

Checks run over whole columns first (a set difference costs microseconds); only a column that is
wrong is walked to name its lines. Builds hold thousands of documents of about 760 cells.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection
from decimal import Decimal

from dagster_project.contract.cell_model import (
    CELL_COLUMNS,
    CELL_STATES,
    READ_STATUSES,
    ROW_ROLES,
    VALUE_KINDS,
    YUAN_PER_UNIT,
)
from dagster_project.contract.known_columns import known_columns
from dagster_project.contract.words import word
from dagster_project.form.other_columns import is_other_column
from dagster_project.form.shapes import PERFORMANCE, TWO_SIDED, shape_of
from dagster_project.loading.policy import LoadPolicy
from dagster_project.loading.text import CsvRecords
from dagster_project.runtime.problems import ProblemList

_C = {name: index for index, name in enumerate(CELL_COLUMNS)}
_INTEGER = re.compile(r"[0-9]{1,9}")
# Without leading zeros: 1 and 01 are two texts and one number.
_ORDINAL = re.compile(r"[1-9][0-9]{0,8}")
_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,6})?")
# A number, but beyond every bound: it is not told as "no number".
_TOO_LONG = re.compile(r"-?[0-9]{19,}(\.[0-9]*)?")
_CODE = re.compile(r"[a-z0-9_]+")
_DIGITS = re.compile(r"[0-9]*")
_PRINTED_NUMBER = re.compile(r"([+-]?)(\(?)([0-9]+(?:\.[0-9]+)?|\.[0-9]+)(\)?)(-?)[^0-9.]*")
# What points to a note stands before or behind a figure and is none of it.
_NOTE_NO = r"注释?[0-9一二三四五六七八九十]{0,2}"
_NOTE = (
    rf"(?:[\[〔【](?:{_NOTE_NO}|[0-9]{{1,2}})[\]〕】]|\({_NOTE_NO}\)|[*†‡※#]+|{_NOTE_NO}(?![0-9]))"
)
_NOTES = re.compile(rf"^{_NOTE}|{_NOTE}$")
_TRIANGLES = frozenset("△▲∆Δ")
_CENT = Decimal("0.01")
_PERFORMANCE_TOTAL = re.compile(r"p[0-9]+(#[0-9]+)?")
_PERFORMANCE_ROW = re.compile(r"p[0-9]+\.[a-z_0-9]+(#[0-9]+)?")
_REREAD = "请对照原件核对后重新提取"
_RUN_TOGETHER = "多半是小数点有误或几个数连在一起,请对照原件改正"
# What columns of gkNN.csv are called in a sentence.
_KEY, _COLUMN = word("row_key", "field"), word("column_code", "field")
_PRINT, _NUMERIC = word("printed_text", "field"), word("value_numeric", "field")
_YUAN = word("amount_yuan", "field")
_UNITS = f"请补上{word('value_unit', 'field')}与{word('printed_unit', 'field')}"


def check_cells(
    records: CsvRecords, table_unit: str | None, policy: LoadPolicy, problems: ProblemList
) -> None:
    """Add every problem of one table of cells to ``problems``."""
    if not records.rows:
        return
    columns = dict(zip(records.columns, zip(*records.rows, strict=True), strict=True))
    _check_shapes(records, columns, problems)
    _check_keys(records, columns, problems)
    _check_rows(records, columns, problems)
    _check_values(records, table_unit, policy, problems)


def _check_shapes(
    records: CsvRecords, columns: dict[str, tuple[str, ...]], problems: ProblemList
) -> None:
    states = set(columns["cell_state"])
    kinds = (*VALUE_KINDS, "") if states - {"value"} else VALUE_KINDS
    _check_choice(records, columns, "row_role", ROW_ROLES, problems)
    _check_choice(records, columns, "cell_state", CELL_STATES, problems)
    _check_choice(records, columns, "value_kind", kinds, problems)
    _check_choice(records, columns, "read_status", READ_STATUSES, problems)
    # A column that no layout knows would be in no fact and under no rule: lost without a word.
    if allowed := known_columns().get(records.file.partition(".")[0]):
        others = {code for code in set(columns["column_code"]) - allowed if is_other_column(code)}
        _check_choice(records, columns, "column_code", sorted(allowed | others), problems)
    shapes = {
        "row_no": (_ORDINAL, False, "应为从 1 起的整数"),
        "row_key": (re.compile(r"\S(.*\S)?"), False, "不能为空"),
        "column_code": (_CODE, False, "应为规范列代码"),
        "account_code": (_DIGITS, True, "应为数字代码或空"),
        "printed_decimals": (_INTEGER, True, "应为整数或空"),
        "page": (_INTEGER, True, "应为整数或空"),
        "confidence": (re.compile(r"0(\.[0-9]{1,3})?|1(\.0{1,3})?"), True, "应在 0 与 1 之间"),
    }
    for name, (pattern, may_be_empty, expected) in shapes.items():
        bad = {
            value
            for value in set(columns[name])
            if not (pattern.fullmatch(value) or (may_be_empty and not value))
        }
        _report(records, columns, name, bad, expected, problems)


def _check_choice(
    records: CsvRecords,
    columns: dict[str, tuple[str, ...]],
    name: str,
    allowed: Collection[str],
    problems: ProblemList,
) -> None:
    bad = set(columns[name]).difference(allowed)
    choices = "、".join(choice for choice in allowed if choice)
    _report(records, columns, name, bad, f"应为 {choices} 之一", problems)


def _report(
    records: CsvRecords,
    columns: dict[str, tuple[str, ...]],
    name: str,
    bad: set[str],
    expected: str,
    problems: ProblemList,
) -> None:
    if not bad:
        return
    for index, value in enumerate(columns[name]):
        if value in bad:
            what = f"{name} 为“{value}”,{expected}"
            problems.add(records.file, records.line_of(index), "invalid_value", what, _REREAD)


def _check_keys(
    records: CsvRecords, columns: dict[str, tuple[str, ...]], problems: ProblemList
) -> None:
    for first, code in (("row_no", "duplicate_row_no"), ("row_key", "duplicate_row_key")):
        keys = list(zip(columns[first], columns["column_code"], strict=True))
        if len(set(keys)) == len(keys):
            continue
        repeated = {key for key, count in Counter(keys).items() if count > 1}
        for index, key in enumerate(keys):
            if key in repeated:
                what = (
                    f"{word(first, 'field')} {key[0]}、{_COLUMN} {key[1]} 重复,同一格只能出现一次"
                )
                remedy = f"请删去多余的一行;原件确有两行同键时,第二行的{_KEY}加 #2"
                problems.add(records.file, records.line_of(index), code, what, remedy)


def _check_rows(
    records: CsvRecords, columns: dict[str, tuple[str, ...]], problems: ProblemList
) -> None:
    """Check that all cells of a row say the same of it, and that no other row has its key."""
    shape = shape_of(records.file.partition(".")[0])
    names = ("row_no", "row_key", "row_role", "account_code")
    # Both sides of a two-sided table stand in one row, each with a key of its own.
    if shape != TWO_SIDED:
        # What the first cell of a row says of it, and the first row that has a key.
        rows: dict[str, tuple[str, ...]] = {}
        keys: dict[str, str] = {}
        cells = zip(*(columns[name] for name in names), strict=True)
        for index, (number, key, *facts) in enumerate(cells):
            said = rows.setdefault(number, (key, *facts))
            if said != (key, *facts) or keys.setdefault(key, number) != number:
                what = f"第 {number} 行的单元格行键、行性质或科目编码不一致(行键 {key})"
                problems.add(records.file, records.line_of(index), "row_mixed", what, _REREAD)
    if shape == PERFORMANCE:
        for index, (key, role) in enumerate(
            zip(columns["row_key"], columns["row_role"], strict=True)
        ):
            pattern = _PERFORMANCE_TOTAL if role == "total" else _PERFORMANCE_ROW
            if not pattern.fullmatch(key):
                what = f"{_KEY}为“{key}”({word(role, 'row_role')}),应为 p1 或 p1.i01 一类"
                problems.add(records.file, records.line_of(index), "invalid_value", what, _REREAD)


def _check_values(
    records: CsvRecords, table_unit: str | None, policy: LoadPolicy, problems: ProblemList
) -> None:
    state, kind, printed = _C["cell_state"], _C["value_kind"], _C["printed_text"]
    numeric, unit, amount = _C["value_numeric"], _C["value_unit"], _C["amount_yuan"]
    printed_unit, status = _C["printed_unit"], _C["read_status"]
    for index, row in enumerate(records.rows):
        found: tuple[str, str, str] | None
        if row[state] != "value":
            found = _check_no_value(row[state], row[printed], row[numeric], row[amount])
        elif row[kind] == "text":
            found = None
        elif not row[printed].strip():
            found = (
                "value_mismatch",
                f"单元格为{word('value', 'cell_state')},{_PRINT}却为空",
                _REREAD,
            )
        else:
            found = _check_number(row[printed], row[numeric])
            is_unit_unknown = not (table_unit or row[unit] or row[printed_unit])
            if not found and row[kind] == "money" and is_unit_unknown:
                found = _check_without_unit(row[numeric], row[amount], row[status])
            elif not found and row[kind] == "money":
                found = _check_money(
                    row[numeric], row[unit], row[amount], row[printed_unit], table_unit, policy
                )
            elif not found and abs(Decimal(row[numeric])) >= policy.max_abs_number:
                what = f"数值 {row[numeric]} 大得不合常理(上限 {policy.max_abs_number:,.0f})"
                found = ("absurd_number", what, _RUN_TOGETHER)
            elif not found and row[amount]:
                found = (
                    "value_mismatch",
                    f"{word(row[kind], 'value_kind')}不是金额,{_YUAN}应为空",
                    _REREAD,
                )
        if found:
            problems.add(records.file, records.line_of(index), *found)


def _check_no_value(
    state: str, printed: str, numeric: str, amount: str
) -> tuple[str, str, str] | None:
    if not numeric and not amount and (state == "struck_out" or not printed.strip()):
        return None
    what = f"单元格为{word(state, 'cell_state')},却有原文“{printed}”或数值“{numeric or amount}”"
    return "value_mismatch", what, _REREAD


def _check_number(printed: str, numeric: str) -> tuple[str, str, str] | None:
    """Check that ``value_numeric`` is a number and the one that is printed."""
    if _TOO_LONG.fullmatch(numeric):
        return "absurd_number", f"数值 {numeric} 大得不合常理", _RUN_TOGETHER
    if not _NUMBER.fullmatch(numeric):
        what = f"{_NUMERIC}“{numeric}”不是数(原文“{printed}”)"
        return "unparsable_amount", what, "应为不带千分位的十进制数,小数至多六位;" + _REREAD
    if printed.replace(",", "") == numeric:
        return None
    value = parse_printed(printed)
    if value is None:
        return "unparsable_amount", f"原文“{printed}”不是数", _REREAD
    if value != Decimal(numeric):
        return (
            "value_mismatch",
            f"原文“{printed}”与{_NUMERIC}“{numeric}”不等",
            _REREAD,
        )
    return None


def parse_printed(printed: str) -> Decimal | None:
    """Return the number that is printed, or None: separators, full-width digits, signs, units.

    Digits in circles, raised or lowered number a note, and count for nothing.

    Independent of the reader's own parser on purpose: two ways to the same figure must agree.
    """
    # Cf: marks of the direction of writing and the like, which show nothing.
    shown = (c for c in printed if unicodedata.category(c) not in ("No", "Cf"))
    plain = "".join("-" if _is_minus(c) else c for c in shown).strip().removeprefix("'")
    plain = "-" + plain[1:] if plain.startswith("负") else plain
    text = re.sub(r"[,\s¥]", "", unicodedata.normalize("NFKC", plain))
    match = _PRINTED_NUMBER.fullmatch(_NOTES.sub("", text))
    if not match:
        return None
    before, opening, digits, closing, behind = match.groups()
    negative = before == "-" or behind or (opening and closing)
    return -Decimal(digits) if negative else Decimal(digits)


def _is_minus(char: str) -> bool:
    return unicodedata.category(char) == "Pd" or char in "−ー" or char in _TRIANGLES


def _check_without_unit(numeric: str, amount: str, status: str) -> tuple[str, str, str] | None:
    """Check that money of a table without a unit claims no yuan and is not confirmed."""
    if not amount and status != "confirmed":
        return None
    what = f"金额“{numeric}”没有单位,却折算为元或记为已确认"
    return "missing_unit", what, "请补上单位后重新提取"


def _check_money(
    numeric: str,
    unit: str,
    amount: str,
    printed_unit: str,
    table_unit: str | None,
    policy: LoadPolicy,
) -> tuple[str, str, str] | None:
    """Check unit, conversion to yuan and size of one amount."""
    if not unit or not printed_unit:
        return "missing_unit", f"金额“{numeric}”没有单位", _UNITS
    factor = YUAN_PER_UNIT.get(unit)
    if factor is None:
        return "unknown_unit", f"单位“{unit}”不认识", f"可用:{'、'.join(YUAN_PER_UNIT)}"
    if table_unit and unit != table_unit:
        what = f"单位“{unit}”与 document.json 中该表的单位“{table_unit}”不同"
        return "unit_mismatch", what, _REREAD
    if not _NUMBER.fullmatch(amount):
        return "unparsable_amount", f"{_YUAN}“{amount}”不是数", _REREAD
    value = Decimal(amount)
    if abs(value) >= policy.max_abs_amount_yuan:
        what = f"金额 {amount} 元大得不合常理(上限 {policy.max_abs_amount_yuan:,.0f} 元)"
        return "absurd_amount", what, "多半是单位或小数点有误,请对照原件改正"
    if amount != numeric or factor != 1:
        exact = Decimal(numeric) * factor
        if value != exact.quantize(_CENT):
            what = f"{_YUAN}“{amount}”应等于 {numeric} × {factor} = {exact.quantize(_CENT)}"
            return "amount_mismatch", what, _REREAD
    return None

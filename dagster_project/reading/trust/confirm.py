"""Which cells read by OCR are confirmed: both looks agree, no character is in doubt, sums hold.

Two readings of the same pixels by one model are weaker than two decoders of a file. So arithmetic
has to agree as well, and where a row belongs must be known by more than its code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache

from dagster_project.form.labels import comparable, normalise_label
from dagster_project.form.layouts import read_variants
from dagster_project.form.seeds import read_seed
from dagster_project.form.shapes import BY_ECONOMIC, BY_FUNCTION, THREE_PUBLIC, shape_of
from dagster_project.reading.model.cells import (
    CONFIRMED,
    NOT_READ,
    UNCONFIRMED,
    Cell,
    ReadTable,
    RowKind,
)
from dagster_project.reading.trust.sums import Figures, Place, find_sums, holding, supported
from dagster_project.runtime.settings import SEEDS_DIR

# The probability of the least certain character. See tests/bench/bench_ocr.py for what it costs.
LEAST_CONFIDENCE = Decimal("0.9")
# How far names of one code agree: 行政单位医疗 and 事业单位医疗 do in four of six characters.
_SAME_NAME = 0.75


@lru_cache(maxsize=1)
def _known_names() -> dict[str, tuple[str, ...]]:
    """Return the names of each code over all years."""
    found: dict[str, list[str]] = {}
    for file, column in (
        ("functional_accounts.csv", "function_code"),
        ("economic_accounts.csv", "economic_code"),
    ):
        for row in read_seed(SEEDS_DIR / "codes" / file):
            found.setdefault(row[column], []).append(normalise_label(row["name_zh"]))
    return {code: tuple(names) for code, names in found.items()}


def _names_agree(code: str, label: str) -> bool | None:
    """Return whether a name is one of its code; None where the code is not in the lists."""
    names = _known_names().get(code)
    if names is None:
        return None
    printed = normalise_label(label)
    return any(
        SequenceMatcher(None, printed, name, autojunk=False).ratio() >= _SAME_NAME for name in names
    )


@lru_cache(maxsize=1)
def _known_lines() -> frozenset[tuple[str, str, str]]:
    """Return every line of every form: table, row key, and label as labels are compared."""
    return frozenset(
        (variant.table_code, line.row_key, comparable(line.label))
        for variant in read_variants()
        for line in variant.lines
    )


def _is_known_line(code: str, cell: Cell) -> bool:
    """Return whether a label is the very one of its line; a near miss may be another line's."""
    label = comparable(normalise_label(cell.printed_label))
    return cell.base_key == "total" or (code, cell.base_key, label) in _known_lines()


def _has_parent(account: str, accounts: Collection[str]) -> bool:
    """Return whether the account above is printed, in a table that prints accounts above."""
    above = account[:-2]
    return len(account) == 3 or above in accounts or all(len(a) >= len(account) for a in accounts)


def _is_placed(
    code: str, rows: Sequence[Cell], accounts: Collection[str], in_sums: Collection[Place]
) -> bool:
    """Return whether it is certain which row of the form these cells are.

    A code may be misread like a figure. Its name and the account above vouch for it, or, where the
    code is in no list, a sum over the accounts that holds.
    """
    first = rows[0]
    account = first.account_code
    if first.row_kind is not RowKind.KNOWN:
        return False
    if shape_of(code) not in (BY_FUNCTION, BY_ECONOMIC) or not account:
        return shape_of(code) == THREE_PUBLIC or _is_known_line(code, first)
    if first.is_repeated or not _has_parent(account, accounts):
        return False
    agree = _names_agree(account, first.printed_label)
    if agree is not None:
        return agree
    return any((code, cell.row_key, cell.column_code) in in_sums for cell in rows)


def _judge(cell: Cell, place: Place, holds: Collection[Place], *, is_placed: bool) -> str:
    """Return the reading status of one cell."""
    status = cell.read_status
    if cell.cell_state == "blank":
        if cell.confidence == 0:
            return NOT_READ
        is_empty_row = cell.row_kind is RowKind.UNLABELLED
        return status if is_placed or is_empty_row else UNCONFIRMED
    if status != CONFIRMED or cell.confidence < LEAST_CONFIDENCE or not is_placed:
        return UNCONFIRMED
    if cell.cell_state == "struck_out":
        return CONFIRMED
    return CONFIRMED if place in holds else UNCONFIRMED


def _vertical(held: Sequence[Sequence[Place]]) -> set[Place]:
    """Return the figures in sums over several rows of one table."""
    return {
        place
        for places in held
        if len({p[0] for p in places}) == 1 and len({p[1] for p in places}) > 1
        for place in places
    }


def _confirm(table: ReadTable, holds: Collection[Place], in_sums: Collection[Place]) -> None:
    rows: dict[tuple[int, str], list[Cell]] = {}
    for cell in table.cells:
        rows.setdefault((cell.row_no, cell.row_key), []).append(cell)
    accounts = {cell.account_code for cell in table.cells} - {""}
    is_placed = {
        row: _is_placed(table.table_code, cells, accounts, in_sums) for row, cells in rows.items()
    }
    found = Counter[str]()
    for at, cell in enumerate(table.cells):
        if cell.is_from_pixels:
            place = (table.table_code, cell.row_key, cell.column_code)
            placed = is_placed[cell.row_no, cell.row_key]
            status = _judge(cell, place, holds, is_placed=placed)
            table.cells[at] = replace(cell, read_status=status)
            found[status] += 1
    if found[UNCONFIRMED]:
        table.doubt(f"本表由图像识别，{found[UNCONFIRMED]}格未得到两次识别与合计关系的共同确认")
    if found[NOT_READ]:
        table.doubt(f"本表由图像识别，{found[NOT_READ]}格有墨迹而没有识别出内容")


def _doubt_units(tables: Sequence[ReadTable]) -> None:
    """Leave a table unconfirmed whose unit is not that of the others: 万 is one misread character.

    One document may mix units; then a person has to look, since no sum crosses the units.
    """
    read = [t for t in tables if any(cell.is_from_pixels for cell in t.cells)]
    units = Counter(table.unit for table in read)
    usual = units.most_common(1)[0][0]
    for table in read:
        if table.unit is None or table.unit != usual:
            table.cells = [
                replace(cell, read_status=UNCONFIRMED)
                if cell.is_from_pixels and cell.cell_state == "value"
                else cell
                for cell in table.cells
            ]
            printed = f"是“{table.unit}”，与其他表的“{usual}”不同" if table.unit else "没有读出"
            table.doubt(f"本表由图像识别，金额单位{printed}，请核对")


def confirm_tables(tables: Sequence[ReadTable]) -> None:
    """Set the reading status of cells read by OCR; those of other media keep theirs.

    Call it after the form has given the cells their meaning, with all tables of the document.
    """
    if not any(cell.is_from_pixels for table in tables for cell in table.cells):
        return
    figures = Figures.of(tables)
    held = holding(find_sums(tables), figures)
    holds, in_sums = supported(held, figures), _vertical(held)
    for table in tables:
        _confirm(table, holds, in_sums)
    _doubt_units(tables)

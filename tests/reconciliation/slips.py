"""Slips as people make them, each planted alone in a healthy disclosure, and what becomes of them.

The disclosures are the published forms (tests/published_forms), printed and read: figures that add
up, tables and narrative, warnings none. Only tables (and claims, where the narrative repeats the
slip) are changed. A *grid* is a table as {(row_no, column_code): record} in printed order.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from random import Random

from dagster_project.contract.amounts import yuan_amount
from dagster_project.contract.cell_model import CELL_COLUMNS, CLAIM_COLUMNS
from dagster_project.runtime.settings import DBT_DIR
from dagster_project.runtime.warehouse import open_warehouse
from tests import building
from tests.factories import with_table, with_value, write_csv

# Seven layouts of five provinces, the ministry and a university; two print yuan, five 万元.
FORMS = (
    *("ministry-2019", "ministry-2023", "hubei-2021", "chongqing-2022"),
    *("jiangsu-2023", "central-2024", "university-2023"),
)
SERIOUS = ("warning", "blocking")
NARRATIVE = "claims"
_OTHER_UNIT = {"元": "万元", "万元": "元"}
_ACCOUNTS = ("class", "section", "item")

Record = dict[str, str]
Tables = dict[str, list[Record]]
Cell = tuple[str, str]


@dataclass(frozen=True)
class Healthy:
    """The extract folder of a disclosure without an error."""

    form: str
    folder: Path
    tables: Tables
    claims: list[Record]

    @property
    def unit(self) -> str:
        """The unit in which its tables print money."""
        return next(r["printed_unit"] for r in self.tables["gk01"] if r["printed_unit"])


@dataclass
class Slip:
    """What was changed in a disclosure, and the codes of the tables that are ill."""

    kind: str
    tables: Tables
    ill: set[str]
    said: str
    claims: list[Record] | None = None
    unit: str | None = None


@dataclass
class Outcome:
    """What was said of a slip: warnings, each with the table it points at and what it rests on."""

    slip: Slip
    document_id: str
    warnings: list[tuple[str, str | None, frozenset[str], str]] = field(default_factory=list)
    failures: int = 0

    @property
    def misplaced(self) -> list[tuple[str, str | None, frozenset[str], str]]:
        """The warnings that point at a healthy table."""
        return [w for w in self.warnings if w[1] not in self.slip.ill]

    @property
    def blameless(self) -> list[tuple[str, str | None, frozenset[str], str]]:
        """The warnings that rest on healthy tables alone."""
        return [w for w in self.warnings if not w[2] & self.slip.ill]


def healthy_disclosures(base: Path, forms: Sequence[str] = FORMS) -> list[Healthy]:
    """Print the forms, read them, and return what was read."""
    from tests.published_forms.outcome import extract
    from tests.published_forms.paper import compose
    from tests.published_forms.printers import write

    names = {}
    for form in forms:
        path = write(compose(form), "html", base / "files" / form)
        names[path.name] = (form, path)
    found = extract([path for _, path in names.values()], base / "read")
    return [
        Healthy(
            names[document.files[0]][0],
            folder := next((base / "read").glob(f"*/{document.id}")),
            document.tables,
            _read(folder / "claims.csv"),
        )
        for document in found
    ]


def _read(path: Path) -> list[Record]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


class _Grid:
    """One table, to be changed cell by cell."""

    def __init__(self, code: str, records: Iterable[Record]) -> None:
        self.code = code
        self.records = [dict(record) for record in records]
        self.at = {(r["row_no"], r["column_code"]): n for n, r in enumerate(self.records)}
        money = [r for r in self.records if r["value_kind"] == "money"]
        self.columns = list(dict.fromkeys(r["column_code"] for r in money))
        self.rows = list(dict.fromkeys(r["row_no"] for r in money))

    def __getitem__(self, cell: Cell) -> Record:
        return self.records[self.at[cell]]

    def value(self, cell: Cell) -> str:
        """Return what a cell prints, as plain digits; blank and zero are nothing."""
        text = self[cell]["value_numeric"]
        return text if text and Decimal(text) else ""

    def put(self, cell: Cell, digits: str) -> None:
        """Print other digits in a cell, in its own unit."""
        record = self[cell]
        self.records[self.at[cell]] = with_value(record, digits, record["printed_unit"])

    def column(self, column: str, roles: Sequence[str] = _ACCOUNTS) -> list[Cell]:
        """Return the cells of a column in rows of these roles."""
        cells = [(row, column) for row in self.rows if (row, column) in self.at]
        return [cell for cell in cells if self[cell]["row_role"] in roles]

    def filled(self, cells: Iterable[Cell]) -> list[Cell]:
        """Return those that print an amount."""
        return [cell for cell in cells if self.value(cell)]

    def replace(self, cells: Sequence[Cell], digits: Sequence[str]) -> bool:
        """Print other digits in several cells; return whether two or more are other amounts."""
        before = [self.value(cell) for cell in cells]
        for cell, text in zip(cells, digits, strict=True):
            self.put(cell, text)
        return sum(self.value(c) != old for c, old in zip(cells, before, strict=True)) > 1


# ----------------------------------------------------------------------------- digits


def _dropped(digits: str, random: Random) -> str:
    whole, point, rest = digits.partition(".")
    place = random.randrange(len(whole))
    return (whole[:place] + whole[place + 1 :]).lstrip("0") + point + rest


def _doubled(digits: str, random: Random) -> str:
    whole = digits.partition(".")[0]
    place = random.randrange(len(whole))
    return digits[:place] + digits[place] + digits[place:]


def _exchanged(digits: str, random: Random) -> str:
    whole = digits.partition(".")[0]
    places = [n for n in range(len(whole) - 1) if whole[n] != whole[n + 1]]
    if not places:
        return digits
    place = random.choice(places)
    return digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]


_DIGITS = {"digit dropped": _dropped, "digit doubled": _doubled, "digits exchanged": _exchanged}


def _one_digit(kind: str) -> Callable[[Healthy, Random], Slip | None]:
    def plant(healthy: Healthy, random: Random) -> Slip | None:
        grid = _any_grid(healthy, random)
        cells = [c for c in grid.at if c[1] in grid.columns and _is_long(grid, c)]
        if not cells:
            return None
        cell = random.choice(cells)
        after = _DIGITS[kind](grid.value(cell), random)
        said = f"{grid.code}.{grid[cell]['row_key']}.{cell[1]} {grid.value(cell)} → {after}"
        if Decimal(after or 0) == Decimal(grid.value(cell)) or not after[:1].isdigit():
            return None
        grid.put(cell, after)
        return _slip(kind, healthy, grid, said)

    return plant


def _wrong_total(healthy: Healthy, random: Random) -> Slip | None:
    grid = _any_grid(healthy, random)
    cells = [c for column in grid.columns for c in grid.column(column, ("total",))]
    cells = [c for c in cells if _is_long(grid, c)]
    if not cells:
        return None
    cell = random.choice(cells)
    before = grid.value(cell)
    after = str(Decimal(before) + Decimal(random.choice((1, 10, 100))))
    grid.put(cell, after)
    said = f"{grid.code}.{grid[cell]['row_key']}.{cell[1]} {before} → {after}"
    return _slip("one wrong total", healthy, grid, said)


def _is_long(grid: _Grid, cell: Cell) -> bool:
    """Whether a change before the point is beyond what rounding explains."""
    record = grid[cell]
    return record["value_kind"] == "money" and len(grid.value(cell).partition(".")[0]) > 1


# ----------------------------------------------------------------------------- rows and columns


def _slid_column(healthy: Healthy, random: Random) -> Slip | None:
    grid = _any_grid(healthy, random)
    column = random.choice(grid.columns)
    cells = grid.column(column)
    rows_off = random.randint(1, 5)
    if len(cells) < rows_off + 3:
        return None
    start = random.randrange(len(cells) - rows_off - 2)
    direction = random.choice(("up", "down"))
    said = f"{grid.code}.{column} from row {start} {direction} by {rows_off}"
    moved = cells[start:]
    if not grid.replace(moved, _slide([grid.value(c) for c in moved], rows_off, direction)):
        return None
    return _slip("column slid by 1 to 5", healthy, grid, said)


def _slide(values: Sequence[str], off: int, direction: str) -> list[str]:
    blank = [""] * off
    return [*values[off:], *blank] if direction == "up" else [*blank, *values[: len(values) - off]]


def _slid_row(healthy: Healthy, random: Random) -> Slip | None:
    grid = _any_grid(healthy, random)
    row = random.choice(grid.rows)
    cells = [(row, column) for column in grid.columns if (row, column) in grid.at]
    if len(cells) < 3 or len(grid.filled(cells)) < 2:
        return None
    off = random.randint(1, min(5, len(cells) - 1))
    direction = random.choice(("up", "down"))
    said = f"{grid.code} row {grid[cells[0]]['row_key']} {direction} by {off}"
    if not grid.replace(cells, _slide([grid.value(c) for c in cells], off, direction)):
        return None
    return _slip("row slid by 1 to 5", healthy, grid, said)


def _rotated(healthy: Healthy, random: Random) -> Slip | None:
    grid = _any_grid(healthy, random)
    column = random.choice(grid.columns)
    cells = grid.column(column)
    if len(cells) < 4:
        return None
    off = random.randrange(1, len(cells))
    values = [grid.value(c) for c in cells]
    if not grid.replace(cells, [*values[off:], *values[:off]]):
        return None
    return _slip("column rotated", healthy, grid, f"{grid.code}.{column} by {off}")


def _exchanged_columns(healthy: Healthy, random: Random) -> Slip | None:
    grid = _any_grid(healthy, random)
    if len(grid.columns) < 2:
        return None
    one, other = random.sample(grid.columns, 2)
    both = [row for row in grid.rows if (row, one) in grid.at and (row, other) in grid.at]
    first, second = [(row, one) for row in both], [(row, other) for row in both]
    values = [grid.value(c) for c in first], [grid.value(c) for c in second]
    if not both or not grid.replace([*first, *second], [*values[1], *values[0]]):
        return None
    return _slip("two columns exchanged", healthy, grid, f"{grid.code} {one} ↔ {other}")


def _slid_table(healthy: Healthy, random: Random) -> Slip | None:
    """Every figure of a table stands some rows too high or too low, its labels do not."""
    grid = _any_grid(healthy, random, ("gk02", "gk03", "gk05", "gk08"))
    off, direction = random.randint(1, 5), random.choice(("up", "down"))
    changed = False
    for column in grid.columns:
        cells = grid.column(column, ("total", *_ACCOUNTS))
        if len(cells) < off + 3:
            return None
        changed |= grid.replace(cells, _slide([grid.value(c) for c in cells], off, direction))
    said = f"{grid.code} {direction} by {off}"
    return _slip("table slid by 1 to 5", healthy, grid, said) if changed else None


def _another_table(healthy: Healthy, random: Random) -> Slip | None:
    """Print another table's values in a table, some rows out of step."""
    code, other = random.choice((("gk05", "gk03"), ("gk03", "gk05"), ("gk02", "gk03")))
    if code not in healthy.tables or other not in healthy.tables:
        return None
    grid, source = _Grid(code, healthy.tables[code]), _Grid(other, healthy.tables[other])
    off = random.choice((-3, -2, -1, 1, 2, 3))
    changed = False
    roles = ("total", *_ACCOUNTS)
    for column, taken in zip(grid.columns, source.columns, strict=False):
        cells = grid.column(column, roles)
        values = [source.value(c) for c in source.column(taken, roles)]
        values = [*values[off:], *values[:off]]
        values = (values + [""] * len(cells))[: len(cells)]
        changed |= grid.replace(cells, values)
    said = f"{code} prints {other}, {off} rows off"
    return _slip("another table's values, out of step", healthy, grid, said) if changed else None


def _row_left_out(healthy: Healthy, random: Random) -> Slip | None:
    grid = _any_grid(healthy, random, ("gk02", "gk03", "gk05", "gk06", "gk08"))
    leaves = [r for r in grid.records if r["row_role"] in ("item", "section") and r["amount_yuan"]]
    longest = max((len(r["account_code"]) for r in leaves), default=0)
    codes = sorted({r["row_no"] for r in leaves if len(r["account_code"]) == longest})
    if len(codes) < 3:
        return None
    row = random.choice(codes)
    left_out = next(r for r in leaves if r["row_no"] == row)["row_key"]
    if Decimal(next(r for r in leaves if r["row_no"] == row)["amount_yuan"]) == 0:
        return None
    grid.records = [r for r in grid.records if r["row_no"] != row]
    return _slip("a row left out", healthy, grid, f"{grid.code}.{left_out}")


# ----------------------------------------------------------------------------- units and copies


def _unit_slip(healthy: Healthy, random: Random) -> Slip | None:
    """One table prints its digits in the other unit, under a head that still names the first."""
    grid = _any_grid(healthy, random)
    unit = healthy.unit
    for number, record in enumerate(grid.records):
        if record["value_kind"] != "money" or record["cell_state"] != "value":
            continue
        amount = Decimal(record["value_numeric"])
        scaled = amount * 10_000 if unit == "万元" else amount / 10_000
        digits = str(scaled.quantize(Decimal("0.01"), ROUND_HALF_UP))
        grid.records[number] = with_value(record, digits, unit)
    said = f"{grid.code} prints {_OTHER_UNIT[unit]} and says {unit}"
    return _slip("unit slip of one table", healthy, grid, said)


def _unit_label(healthy: Healthy, random: Random) -> Slip | None:
    """One table names the other unit above the digits it should print."""
    grid = _any_grid(healthy, random)
    unit = _OTHER_UNIT[healthy.unit]
    grid.records = [
        with_value(r, r["value_numeric"], unit)
        if r["value_kind"] == "money" and r["cell_state"] == "value"
        else r | ({"printed_unit": unit} if r["value_kind"] == "money" else {})
        for r in grid.records
    ]
    slip = _slip("unit label of one table", healthy, grid, f"{grid.code} says {unit}")
    slip.unit = unit
    return slip


def _copied(healthy: Healthy, random: Random) -> Slip | None:
    """Print the same wrong digit in two tables, and in the narrative where it tells it."""
    if not {"gk03", "gk05"} <= healthy.tables.keys():
        return None
    grids = [_Grid(code, healthy.tables[code]) for code in ("gk03", "gk05")]
    column = random.choice(("total", "basic", "project"))
    by_row = [
        {g[c]["row_key"]: c for c in g.filled(g.column(column, ("item",)))}
        for g in grids
        if column in g.columns
    ]
    if len(by_row) < 2:
        return None
    keys = [
        key
        for key in by_row[0].keys() & by_row[1].keys()
        if grids[0].value(by_row[0][key]) == grids[1].value(by_row[1][key])
        and _is_long(grids[0], by_row[0][key])
    ]
    if not keys:
        return None
    key = random.choice(sorted(keys))
    before = grids[0].value(by_row[0][key])
    after = _doubled(before, random)
    for grid, cells in zip(grids, by_row, strict=True):
        grid.put(cells[key], after)
    said = f"gk03, gk05 {key}.{column} {before} → {after}"
    slip = _slip("copied into a second table and the text", healthy, grids[0], said)
    slip.tables["gk05"] = grids[1].records
    slip.ill |= {"gk05"}
    if column == "total":
        slip.claims = [
            _told(c, key, yuan_amount(Decimal(after), healthy.unit)) for c in healthy.claims
        ]
        slip.ill |= {NARRATIVE} if slip.claims != healthy.claims else set()
    return slip


def _told(claim: Record, account: str, yuan: Decimal) -> Record:
    """Return the claim as it tells the account's spending with another amount."""
    is_it = (claim["account_code"], claim["claim_kind"], claim["metric"]) == (
        *(account, "amount", "final"),
    )
    if not is_it:
        return claim
    decimals = len(claim["printed_text"].partition(".")[2])
    scale = Decimal(10_000) if claim["value_unit"] == "万元" else Decimal(1)
    text = str((yuan / scale).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
    return claim | {"printed_text": text, "value_numeric": text}


UNRELATED = "two unrelated digits, each a finding"


def _two_digits(healthy: Healthy, random: Random) -> Slip | None:
    """Two wrong digits that have nothing to do with each other: two findings, never one."""
    first = _one_digit("digit doubled")(healthy, random)
    second = _one_digit("digit dropped")(healthy, random)
    if not first or not second:
        return None
    if first.ill == second.ill:
        [code] = first.ill
        changed = zip(healthy.tables[code], second.tables[code], strict=True)
        other = next(n for n, (before, after) in enumerate(changed) if before != after)
        records = [*first.tables[code]]
        if records[other] != healthy.tables[code][other]:
            return None
        records[other] = second.tables[code][other]
        tables = first.tables | {code: records}
    else:
        tables = first.tables | {code: second.tables[code] for code in second.ill}
    return Slip(UNRELATED, tables, first.ill | second.ill, f"{first.said}; {second.said}")


PLANTS: Mapping[str, Callable[[Healthy, Random], Slip | None]] = {
    **{kind: _one_digit(kind) for kind in _DIGITS},
    "one wrong total": _wrong_total,
    "column slid by 1 to 5": _slid_column,
    "row slid by 1 to 5": _slid_row,
    "table slid by 1 to 5": _slid_table,
    "column rotated": _rotated,
    "two columns exchanged": _exchanged_columns,
    "another table's values, out of step": _another_table,
    "a row left out": _row_left_out,
    "unit slip of one table": _unit_slip,
    "unit label of one table": _unit_label,
    "copied into a second table and the text": _copied,
    UNRELATED: _two_digits,
}


def _any_grid(healthy: Healthy, random: Random, codes: Sequence[str] = ()) -> _Grid:
    names = sorted(
        code
        for code, records in healthy.tables.items()
        if code.startswith("gk")
        and (not codes or code in codes)
        and sum(1 for r in records if r["value_kind"] == "money" and r["amount_yuan"]) > 1
    )
    code = random.choice(names)
    return _Grid(code, healthy.tables[code])


def _slip(kind: str, healthy: Healthy, grid: _Grid, said: str) -> Slip:
    return Slip(kind, healthy.tables | {grid.code: grid.records}, {grid.code}, said)


# ----------------------------------------------------------------------------- the corpus


def plant(
    disclosures: Sequence[Healthy], each: int, seed: int = 1
) -> Iterator[tuple[Healthy, Slip]]:
    """Plant every kind of slip ``each`` times in every disclosure; none twice."""
    for healthy in disclosures:
        for kind, planting in PLANTS.items():
            random = Random(f"{seed}:{healthy.form}:{kind}")  # noqa: S311 - the same again
            seen: set[str] = set()
            for _ in range(each * 40):
                if len(seen) == each:
                    break
                slip = planting(healthy, random)
                if slip and slip.said not in seen:
                    seen.add(slip.said)
                    yield healthy, slip


def write_slip(raw_dir: Path, healthy: Healthy, slip: Slip | None, document_id: str) -> None:
    """Write the extract folder of a disclosure, with its slip, as an organization of its own."""
    folder = raw_dir / healthy.folder.parent.name / document_id
    shutil.copytree(healthy.folder, folder)
    document = json.loads((folder / "document.json").read_text(encoding="utf-8"))
    document |= {"document_id": document_id, "disclosure_id": document_id}
    document |= {"organization_id": f"org-{document_id}"}
    if slip:
        for code in slip.ill & slip.tables.keys():
            records = slip.tables[code]
            write_csv(folder / f"{code}.csv", CELL_COLUMNS, records)
            rows = len({r["row_no"] for r in records})
            document = with_table(document, code, rows=rows, cells=len(records))
            if slip.unit:
                document = with_table(document, code, unit=slip.unit)
        if slip.claims:
            write_csv(folder / "claims.csv", CLAIM_COLUMNS, slip.claims)
    text = json.dumps(document, ensure_ascii=False)
    (folder / "document.json").write_text(text, encoding="utf-8")


def measure(
    base: Path, slips: Sequence[tuple[Healthy, Slip]], project_dir: Path = DBT_DIR
) -> list[Outcome]:
    """Build all of them in one warehouse and return what is said of each.

    ``project_dir`` is the dbt project that judges: this one, or that of an older checkout.
    """
    outcomes = []
    for form, healthy in {healthy.form: healthy for healthy, _ in slips}.items():
        write_slip(base / "raw", healthy, None, f"clean-{form}")
    for number, (healthy, slip) in enumerate(slips):
        outcome = Outcome(slip, f"slip-{number:04d}-{healthy.form}")
        write_slip(base / "raw", healthy, slip, outcome.document_id)
        outcomes.append(outcome)
    building.build(base / "raw", base / "slips.duckdb", ["fct_findings"], project_dir=project_dir)
    by_id = {outcome.document_id: outcome for outcome in outcomes}
    with open_warehouse(base / "slips.duckdb", read_only=True) as connection:
        serious = connection.execute(
            """
            select
                document_id, rule_id, table_code, message_zh,
                list_transform(
                    from_json(evidence, '[{"table_code":"VARCHAR"}]'), item -> item.table_code
                )
            from reconciliation.fct_findings where severity in ('warning', 'blocking')
            """
        ).fetchall()
        failures = connection.execute(
            """
            select document_id, count(*) from reconciliation.rule_verdicts
            where status = 'fail' and severity in ('warning', 'blocking') group by document_id
            """
        ).fetchall()
    for document_id, rule_id, table, message, evidence in serious:
        # A healthy disclosure has no warning: what a slip's has is the slip's.
        tables = frozenset(evidence or ()) | {table}
        by_id[document_id].warnings.append((rule_id, table, tables, message))
    for document_id, count in failures:
        by_id[document_id].failures = count
    return outcomes


def lines(outcomes: Sequence[Outcome]) -> list[str]:
    """Return the table by kind: planted, seen, failures, warnings per slip, pointing elsewhere."""
    kinds: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        kinds.setdefault(outcome.slip.kind, []).append(outcome)
    head = ("planted", "seen", "failures", "warnings", "most", "elsewhere", "blameless")
    table = [f"{'':<42}" + "".join(f"{word:>10}" for word in head)]
    # Two causes are no measure of what one cause gives.
    of_one = [outcome for outcome in outcomes if outcome.slip.kind != UNRELATED]
    for kind, group in [*kinds.items(), ("all of one cause", of_one)]:
        seen = [outcome for outcome in group if outcome.warnings]
        warnings = sum(len(outcome.warnings) for outcome in group)
        row = (
            str(len(group)),
            f"{len(seen) / len(group):.1%}",
            str(sum(outcome.failures for outcome in group)),
            f"{warnings / max(len(seen), 1):.2f}",
            str(max(len(outcome.warnings) for outcome in group)),
            f"{sum(len(o.misplaced) for o in group) / max(warnings, 1):.1%}",
            f"{sum(len(o.blameless) for o in group) / max(warnings, 1):.1%}",
        )
        table.append(f"{kind:<42}" + "".join(f"{word:>10}" for word in row))
    return table

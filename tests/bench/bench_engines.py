"""The same 16 rules over the same documents by five engines: what a verdict costs each.

    python -m tests.bench.bench_engines [--documents 1000] [--naive-documents 100] [--out FILE]

The rules are read from rule_terms, by id: sums across the columns of a row, of the rows of a level,
of the children of a row, and copies between tables. Each engine begins with the same cells: in
memory for pandas and Polars, a table (``fct_cells``) for DuckDB and for Juesuan. Amounts are whole
ten-thousandths of a yuan in pandas and Polars (pandas once as Decimal), decimals in SQL: never
float. A verdict is document, rule, subject, both amounts, and whether they agree within half of
what is printed; those of every engine are equal to Juesuan's, or the run fails.

Juesuan's models do more than these engines, which know the documents to be whole: they work out
what each rule is about in each document, whether it applies, and why a verdict is not possible
(a missing table, a row that is not printed, a doubted reading), and keep every cell that took part.
So they are measured on the 16 rules alone, on all linear rules (the same models), and up to the
published verdict with its message, cause and evidence.
"""

from __future__ import annotations

import argparse
import csv
import gc
import json
import resource
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from dagster_project.runtime.settings import DBT_DIR

RULES = (
    *("I06", "I11", "I26"),  # a row: its total beside its parts
    *("I07", "I12", "I27"),  # a column: the total beside all classes
    *("I08", "I13", "I28"),  # a class beside its sections
    *("I09", "I14", "I29"),  # a section beside its items
    *("X01", "X08", "X09", "X16"),  # copies from table to table
)
# What makes linear verdicts of the cells; what reads the narrative is no part of it.
STEP = (
    *("int_document_conditions", "int_document_rules", "rule_subjects"),
    *("int_rule_subject_terms", "int_rule_term_cells", "int_rule_sides"),
    *("int_rule_table_states", "int_rule_term_states", "int_rule_linear_verdicts"),
)
# From there to the published verdict, with causes, words and evidence.
PUBLISHED = "checks"
ENDS = ("engine", "spine", "verdicts", "causes")
_ERRORS_PER_DOCUMENT = 0.1
_SEED = 7
_RUNS = 3
# What an engine is given: the cells that print one of the tables of the rules.
_CELLS = """
    select document_id, table_code, column_code, row_key, row_role, parent_class, parent_section,
        cast(coalesce(check_value, 0) * 10000 as bigint) as amount,
        cast(half_unit * 10000 as bigint) as half
    from {cells} where table_code in ({tables})
"""
_PARENT = {"section": "parent_class", "item": "parent_section"}

# Document, rule, subject, left and right in ten-thousandths, whether they agree.
Verdicts = set[tuple[str, str, str, int, int, bool]]
_COLUMNS = ("document_id", "rule", "subject", "left", "right", "agrees")


@dataclass(frozen=True)
class Piece:
    """Cells of one table that a rule adds up for a subject; ``signs`` by column: left +, right -.

    ``kind`` is key, subject, level or children, as in rule_terms; ``subject_roles`` are the rows
    that are subjects, ``is_by_column`` says that each column is a subject of its own.
    """

    rule: str
    table: str
    kind: str
    selector: str
    signs: dict[str, int]
    subject_roles: tuple[str, ...]
    is_by_column: bool


def read_pieces() -> list[Piece]:
    """Return what the 16 rules add up, from the seeds of the rules."""
    with (DBT_DIR / "seeds/rules/rule_catalog.csv").open(encoding="utf-8") as stream:
        catalogue = {row["rule_id"]: row for row in csv.DictReader(stream)}
    pieces: dict[tuple[str, ...], Piece] = {}
    with (DBT_DIR / "seeds/rules/rule_terms.csv").open(encoding="utf-8") as stream:
        for term in csv.DictReader(stream):
            if term["rule_id"] not in RULES:
                continue
            rule = catalogue[term["rule_id"]]
            is_by_column = term["column_code"] == "=subject"
            columns = rule["subject_columns"].split("|") if is_by_column else [term["column_code"]]
            sign = int(term["weight"]) * (1 if term["side"] == "left" else -1)
            key = (term["rule_id"], term["table_code"], term["selector_kind"], term["selector"])
            piece = pieces.setdefault(
                key, Piece(*key, {}, tuple(rule["subject_roles"].split("|")), is_by_column)
            )
            piece.signs.update(dict.fromkeys(columns, sign))
    return list(pieces.values())


def by_naive_pandas(cells: pd.DataFrame, pieces: Sequence[Piece]) -> pd.DataFrame:
    """Go through documents, rules and subjects one by one, and look the cells up for each."""
    verdicts = []
    by_rule = defaultdict(list)
    for piece in pieces:
        by_rule[piece.rule].append(piece)
    for document_id, document in cells.groupby("document_id"):
        for rule, parts in by_rule.items():
            subjects: set[tuple[str, str]] = set()
            for piece in parts:
                of_table = document[document["table_code"] == piece.table]
                subjects |= _naive_subjects(of_table, piece)
            for row, column in sorted(subjects):
                sides, tolerance = {1: 0, -1: 0}, 0
                for piece in parts:
                    of_table = document[document["table_code"] == piece.table]
                    found = of_table[_naive_mask(of_table, piece, row)]
                    for code, sign in piece.signs.items():
                        if not column or code == column:
                            chosen = found[found["column_code"] == code]
                            sides[sign] += int(chosen["amount"].sum())
                            tolerance += int(chosen["half"].sum())
                subject = "/".join(part for part in (row, column) if part) or "document"
                agrees = abs(sides[1] - sides[-1]) <= tolerance
                verdicts.append((document_id, rule, subject, sides[1], sides[-1], agrees))
    return pd.DataFrame(verdicts, columns=list(_COLUMNS))


def _naive_subjects(of_table: pd.DataFrame, piece: Piece) -> set[tuple[str, str]]:
    """Return row and column of every subject that a piece prints; empty where it has none."""
    columns = [""]
    if piece.is_by_column:
        columns = [code for code in piece.signs if (of_table["column_code"] == code).any()]
    if piece.kind in ("key", "level"):
        return {("", column) for column in columns}
    if piece.kind == "children":
        children = of_table[of_table["row_role"] == piece.selector]
        rows = children[_PARENT[piece.selector]].dropna().unique()
    else:
        rows = of_table[of_table["row_role"].isin(piece.subject_roles)]["row_key"].unique()
    return {(row, column) for row in rows for column in columns}


def _naive_mask(of_table: pd.DataFrame, piece: Piece, row: str) -> Any:
    if piece.kind == "key":
        return of_table["row_key"] == piece.selector
    if piece.kind == "level":
        return of_table["row_role"] == piece.selector
    if piece.kind == "subject":
        return of_table["row_key"] == row
    return (of_table["row_role"] == piece.selector) & (of_table[_PARENT[piece.selector]] == row)


def by_merging_pandas(cells: pd.DataFrame, pieces: Sequence[Piece]) -> pd.DataFrame:
    """Rule by rule: each side added up by groupby, both sides merged."""
    tables = dict(list(cells.groupby("table_code")))
    by_rule = defaultdict(list)
    for piece in pieces:
        by_rule[piece.rule].append(_selected(tables[piece.table], piece))
    done = []
    for rule, parts in by_rule.items():
        selected = pd.concat(parts)
        sides = [
            selected[selected["sign"] == sign]
            .groupby(["document_id", "subject"], as_index=False)[["amount", "half"]]
            .sum()
            for sign in (1, -1)
        ]
        merged = sides[0].merge(sides[1], on=["document_id", "subject"], how="outer").fillna(0)
        merged["rule"] = rule
        merged["left"], merged["right"] = merged["amount_x"], merged["amount_y"]
        differing = (merged["left"] - merged["right"]).abs()
        merged["agrees"] = differing <= merged["half_x"] + merged["half_y"]
        done.append(merged[list(_COLUMNS)])
    return pd.concat(done)


def by_one_groupby(cells: pd.DataFrame, pieces: Sequence[Piece]) -> pd.DataFrame:
    """All rules in one groupby: no merge, each side a column of its own."""
    tables = dict(list(cells.groupby("table_code")))
    selected = pd.concat([_selected(tables[piece.table], piece) for piece in pieces])
    selected["left"] = selected["amount"].where(selected["sign"] > 0, 0)
    selected["right"] = selected["amount"].where(selected["sign"] < 0, 0)
    summed = selected.groupby(["document_id", "rule", "subject"], sort=False, as_index=False)[
        ["left", "right", "half"]
    ].sum()
    summed["agrees"] = (summed["left"] - summed["right"]).abs() <= summed["half"]
    return summed[list(_COLUMNS)]


def _selected(of_table: pd.DataFrame, piece: Piece) -> pd.DataFrame:
    """Return the cells of a piece, for all documents, each with its subject and sign."""
    chosen = of_table[of_table["column_code"].isin(piece.signs)]
    rows = None
    if piece.kind == "key":
        chosen = chosen[chosen["row_key"] == piece.selector]
    elif piece.kind == "subject":
        chosen = chosen[chosen["row_role"].isin(piece.subject_roles)]
        rows = chosen["row_key"]
    else:
        chosen = chosen[chosen["row_role"] == piece.selector]
        rows = chosen[_PARENT[piece.selector]] if piece.kind == "children" else None
    subject: Any = "document" if rows is None else rows
    if piece.is_by_column:
        codes = chosen["column_code"]
        subject = codes if rows is None else rows + "/" + codes
    return pd.DataFrame(
        {
            "document_id": chosen["document_id"],
            "rule": piece.rule,
            "subject": subject,
            "sign": chosen["column_code"].map(piece.signs),
            "amount": chosen["amount"],
            "half": chosen["half"],
        }
    )


def by_polars(cells: Any, pieces: Sequence[Piece]) -> Any:
    """Do all rules in one lazy query."""
    import polars as pl

    found = []
    for piece in pieces:
        chosen = cells.lazy().filter(
            (pl.col("table_code") == piece.table) & pl.col("column_code").is_in(list(piece.signs))
        )
        row: Any = None
        if piece.kind == "key":
            chosen = chosen.filter(pl.col("row_key") == piece.selector)
        elif piece.kind == "subject":
            chosen = chosen.filter(pl.col("row_role").is_in(list(piece.subject_roles)))
            row = pl.col("row_key")
        else:
            chosen = chosen.filter(pl.col("row_role") == piece.selector)
            row = pl.col(_PARENT[piece.selector]) if piece.kind == "children" else None
        parts = [*([] if row is None else [row]), *([pl.col("column_code")] * piece.is_by_column)]
        subject = pl.concat_str(parts, separator="/") if parts else pl.lit("document")
        sign = pl.col("column_code").replace_strict(piece.signs, return_dtype=pl.Int64)
        found.append(
            chosen.select(
                "document_id",
                pl.lit(piece.rule).alias("rule"),
                subject.alias("subject"),
                pl.when(sign > 0).then("amount").otherwise(0).alias("left"),
                pl.when(sign < 0).then("amount").otherwise(0).alias("right"),
                "half",
            ).drop_nulls("subject")
        )
    agrees = (pl.col("left") - pl.col("right")).abs() <= pl.col("half")
    return (
        pl.concat(found)
        .group_by("document_id", "rule", "subject")
        .agg(pl.col("left", "right", "half").sum())
        .with_columns(agrees.alias("agrees"))
        .select(_COLUMNS)
        .collect()
    )


def sql_of(pieces: Sequence[Piece]) -> str:
    """Return the rules as one statement, as somebody would write it who knows DuckDB."""
    selects = []
    for piece in pieces:
        conditions = [f"table_code = '{piece.table}'", f"column_code in ({_listed(piece.signs)})"]
        row = ""
        if piece.kind == "key":
            conditions.append(f"row_key = '{piece.selector}'")
        elif piece.kind == "subject":
            conditions.append(f"row_role in ({_listed(piece.subject_roles)})")
            row = "row_key"
        else:
            conditions.append(f"row_role = '{piece.selector}'")
        if piece.kind == "children":
            row = _PARENT[piece.selector]
            conditions.append(f"{row} is not null")
        column = "column_code" if piece.is_by_column else ""
        subject = " || '/' || ".join(part for part in (row, column) if part) or "'document'"
        sides = (
            f"coalesce(sum(check_value) filter (where column_code in ({_listed(codes)})), 0)"
            if codes
            else "0"
            for codes in (
                [code for code, sign in piece.signs.items() if sign == of] for of in (1, -1)
            )
        )
        selects.append(
            f"select document_id, '{piece.rule}' as rule, {subject} as subject, "
            "{} as left_amount, {} as right_amount, sum(half_unit) as half ".format(*sides)
            + f"from core.fct_cells where {' and '.join(conditions)} group by all"
        )
    return (
        "create or replace temporary table by_hand as "
        "select document_id, rule, subject, sum(left_amount) as left_amount, "
        "sum(right_amount) as right_amount, "
        "abs(sum(left_amount) - sum(right_amount)) <= sum(half) as agrees from ("
        + " union all ".join(selects)
        + ") group by all"
    )


def _listed(values: Any) -> str:
    return ", ".join(f"'{value}'" for value in values)


def juesuan(raw: Path, rules: Sequence[str] = ()) -> tuple[Any, dict[str, float]]:
    """Build the warehouse of ``raw`` in memory; return it and the CPU seconds of each model.

    ``rules`` leaves no others in the catalogue.
    """
    from dagster_project.loading.load import load_raw
    from dagster_project.runtime.warehouse import limit_threads
    from dagster_project.warehouse.compiled import compile_project

    compilation = compile_project()
    connection = duckdb.connect(":memory:")
    # As many threads as a run of so many documents has: by hand, DuckDB has them too.
    limit_threads(connection)
    load_raw(connection, raw)
    compilation.copy_seeds(connection)
    if rules:
        [(schema,)] = connection.execute(
            "select schema_name from duckdb_tables() where table_name = 'rule_terms'"
        ).fetchall()
        for table in ("rule_catalog", "rule_terms"):
            connection.execute(
                f"delete from {schema}.{table} where rule_id not in ({_listed(rules)})"
            )
    costs: dict[str, float] = {}
    before = _cpu_seconds()

    def note(name: str) -> None:
        nonlocal before
        now = _cpu_seconds()
        costs[name] = now - before
        before = now

    compilation.build(connection, up_to=[PUBLISHED], without_seeds=True, on_node=note)
    return connection, costs


def step_costs(costs: dict[str, float]) -> tuple[float, float]:
    """Return CPU seconds of the verdict step, and of all that makes published verdicts of it."""
    folder = DBT_DIR / "models/reconciliation"
    ends = {path.stem for end in ENDS for path in (folder / end).glob("*.sql")}
    whole = sum(costs.get(name, 0.0) for name in (*ends, PUBLISHED))
    return sum(costs[name] for name in STEP), whole


def juesuan_verdicts(connection: duckdb.DuckDBPyConnection) -> Verdicts:
    """Return the verdicts of the 16 rules where both sides were compared."""
    rows = connection.execute(
        "select document_id, rule_id, subject, cast(left_amount * 10000 as bigint), "
        "cast(right_amount * 10000 as bigint), status <> 'fail' "
        "from reconciliation.int_rule_linear_verdicts "
        f"where rule_id in ({_listed(RULES)}) and status in ('pass', 'rounding', 'fail')"
    ).fetchall()
    return set(rows)


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _timed(work: Callable[[], Any], runs: int) -> tuple[float, Any]:
    """Return the median of the CPU seconds that work takes, and what it returned."""
    seconds = []
    for _ in range(runs):
        gc.collect()
        before = _cpu_seconds()
        result = work()
        seconds.append(_cpu_seconds() - before)
    return statistics.median(seconds), result


def _of_pandas(frame: pd.DataFrame) -> Verdicts:
    return set(zip(*(frame[name].tolist() for name in _COLUMNS), strict=True))


def compare(documents: int, naive_documents: int) -> list[dict[str, Any]]:
    """Run every engine on so many synthetic documents; return a line each: µs CPU per verdict."""
    from dagster_project.synth.generate import generate

    pieces = read_pieces()
    lines: list[dict[str, Any]] = []

    def line(name: str, seconds: float, verdicts: int) -> None:
        lines.append({"engine": name, "us": seconds / verdicts * 1e6, "verdicts": verdicts})

    with tempfile.TemporaryDirectory(prefix="juesuan-engines-") as name:
        raw = Path(name) / "raw"
        errors = round(documents * _ERRORS_PER_DOCUMENT)
        generate(documents, 2, errors, _SEED, raw, lambda _: None)
        warehouse, costs = juesuan(raw)
        expected = juesuan_verdicts(warehouse)
        linear_count = "select count(*) from reconciliation.int_rule_linear_verdicts"
        published_count = f"select count(*) from marts.{PUBLISHED}"
        [(linear,)] = warehouse.execute(linear_count).fetchall()
        [(published,)] = warehouse.execute(published_count).fetchall()
        step, whole = step_costs(costs)
        narrow, costs = juesuan(raw, RULES)
        assert juesuan_verdicts(narrow) == expected
        [(of_sixteen,)] = narrow.execute(linear_count).fetchall()
        [(told,)] = narrow.execute(published_count).fetchall()
        narrow_step, narrow_whole = step_costs(costs)
        narrow.close()

    tables = _listed(sorted({piece.table for piece in pieces}))
    query = _CELLS.format(cells="core.fct_cells", tables=tables)
    arrow = warehouse.execute(query).to_arrow_table()
    cells = arrow.to_pandas()
    chosen = set(sorted(cells["document_id"].unique())[:naive_documents])
    few = cells[cells["document_id"].isin(chosen)]
    expected_of_few = {verdict for verdict in expected if verdict[0] in chosen}

    def record(name: str, seconds: float, verdicts: Verdicts, wanted: Verdicts = expected) -> None:
        assert verdicts == wanted, (name, sorted(verdicts ^ wanted)[:5])
        line(name, seconds, len(verdicts))

    seconds, frame = _timed(lambda: by_naive_pandas(few, pieces), 1)
    name = f"pandas, naive: a loop over documents and rules ({len(chosen)} documents)"
    record(name, seconds, _of_pandas(frame), expected_of_few)
    # What pandas makes of DECIMAL by itself.
    exact = cells.assign(amount=cells["amount"].map(Decimal), half=cells["half"].map(Decimal))
    for name, given, work in (
        ("pandas, vectorised: groupby and merge per rule, Decimal", exact, by_merging_pandas),
        ("pandas, vectorised: groupby and merge per rule, integers", cells, by_merging_pandas),
        ("pandas, vectorised: one groupby for all rules, integers", cells, by_one_groupby),
    ):
        seconds, frame = _timed(lambda given=given, work=work: work(given, pieces), _RUNS)
        record(name, seconds, _of_pandas(frame))
    try:
        import polars as pl
    except ModuleNotFoundError:
        sys.stderr.write("Polars is not installed: left out\n")
    else:
        lazily = pl.from_arrow(arrow)
        seconds, found = _timed(lambda: by_polars(lazily, pieces), _RUNS)
        record("Polars, one lazy query", seconds, set(found.rows()))
    statement = sql_of(pieces)
    seconds, _ = _timed(lambda: warehouse.execute(statement), _RUNS)
    made = warehouse.execute(
        "select document_id, rule, subject, cast(left_amount * 10000 as bigint), "
        "cast(right_amount * 10000 as bigint), agrees from by_hand"
    )
    record("DuckDB, by hand", seconds, set(made.fetchall()))
    line("Juesuan, verdict step, the 16 rules", narrow_step, of_sixteen)
    line("Juesuan, verdict step, all linear rules", step, linear)
    line("Juesuan, published verdicts of the 16 rules: words, causes, evidence", narrow_whole, told)
    line("Juesuan, published verdicts of all rules: words, causes, evidence", whole, published)
    return lines


def table(lines: Sequence[dict[str, Any]]) -> str:
    """Return a line per engine: µs CPU per verdict, and how many times Juesuan's on 16 rules."""
    [own] = [line["us"] for line in lines if line["engine"].endswith("step, the 16 rules")]
    shown = [
        "| engine | verdicts | µs CPU per verdict | × our verdict step |",
        "|---|---:|---:|---:|",
    ]
    shown += [
        f"| {line['engine']} | {line['verdicts']:,} | {line['us']:.1f} | {line['us'] / own:.2f} |"
        for line in lines
    ]
    return "\n".join(shown)


def main() -> None:
    """Compare the engines and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--naive-documents", type=int, default=100)
    parser.add_argument("--out", type=Path, help="the measurements as JSON")
    options = parser.parse_args()
    lines = compare(options.documents, options.naive_documents)
    if options.out:
        options.out.write_text(json.dumps(lines, ensure_ascii=False, indent=1), encoding="utf-8")
    print(table(lines))


if __name__ == "__main__":
    main()

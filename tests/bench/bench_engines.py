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
import gc
import json
import resource
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from dagster_project.runtime.settings import DBT_DIR
from tests.bench.engines import (
    COLUMNS,
    RULES,
    by_merging_pandas,
    by_naive_pandas,
    by_one_groupby,
    by_polars,
    listed,
    read_pieces,
    sql_of,
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

# Document, rule, subject, left and right in ten-thousandths, whether they agree.
Verdicts = set[tuple[str, str, str, int, int, bool]]


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
                f"delete from {schema}.{table} where rule_id not in ({listed(rules)})"
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
        f"where rule_id in ({listed(RULES)}) and status in ('pass', 'rounding', 'fail')"
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
    return set(zip(*(frame[name].tolist() for name in COLUMNS), strict=True))


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

    tables = listed(sorted({piece.table for piece in pieces}))
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

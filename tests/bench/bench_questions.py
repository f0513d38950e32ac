"""Ten questions of analysts, asked of a release and of the lake: p50 and p95 in milliseconds.

Synthetic disclosures are built over a lake on this machine by ``juesuan run`` and published; each
question is then asked of ``juesuan.duckdb`` and of ``lake.marts``, in turns. Both must answer the
same. The first time, when files are opened, counts for p95 alone.

    python -m tests.bench.bench_questions [--documents 400] [--repeat 20] [--out FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from dagster_project.lake.catalog import open_lake
from dagster_project.lake.services import lake_services
from dagster_project.runtime.warehouse import RELEASE_FILE
from dagster_project.synth.generate import generate

_SEED = 7
QUESTIONS = {
    "spent by class and year": "select fiscal_year, account_code, sum(total) "
    "from {}.expenditure_by_function where account_level = 'class' group by all order by all",
    "one document's expenditure": "select account_code, total from {}.expenditure_by_function "
    "where document_id = (select min(document_id) from {}.documents) order by all",
    "largest education spenders": "select document_id, total from {}.expenditure_by_function "
    "where account_code = '205' order by total desc nulls last, document_id limit 20",
    "三公 by region and year": "select region_code, fiscal_year, count(*) "
    "from {}.three_public group by all order by all",
    "findings by rule and severity": "select rule_id, severity, count(*) from {}.findings "
    "group by all order by all",
    "documents with most findings": "select document_id, count(*) as found from {}.findings "
    "group by all order by found desc, document_id limit 20",
    "verdicts by rule": "select rule_id, status, count(*) from {}.checks group by all order by all",
    "what could not be judged": "select reason_code, count(*) from {}.checks "
    "where status = 'no_data' group by all order by all",
    "what was not published": "select * from {}.coverage order by all limit 100",
    "a figure across documents": "select row_key, count(*), sum(amount_yuan) from {}.cells "
    "where table_code = 'gk01' group by all order by all",
}


def ask(connection: duckdb.DuckDBPyConnection, marts: str, question: str) -> tuple[float, object]:
    """Return the milliseconds that an answer took, and the answer."""
    sql = question.replace("{}", marts)
    began = time.perf_counter()
    rows = connection.execute(sql).fetchall()
    return (time.perf_counter() - began) * 1000, rows


def measure(
    release: Path, lake: duckdb.DuckDBPyConnection, repeat: int
) -> dict[str, dict[str, float]]:
    """Return p50 and p95 of each question, of the release and of the lake."""
    found: dict[str, dict[str, float]] = {}
    with duckdb.connect(str(release), read_only=True) as embedded:
        for name, question in QUESTIONS.items():
            took: dict[str, list[float]] = {"embedded": [], "lake": []}
            for _ in range(repeat):
                milliseconds, expected = ask(embedded, "marts", question)
                took["embedded"].append(milliseconds)
                milliseconds, answer = ask(lake, "lake.marts", question)
                took["lake"].append(milliseconds)
                assert answer == expected, f"{name}: the lake answers otherwise"
            found[name] = {
                f"{place} p{percent}": round(sorted(each)[(len(each) - 1) * percent // 100], 1)
                for place, each in took.items()
                for percent in (50, 95)
            }
    return found


def main() -> None:
    """Build, ask, and print a table; as JSON where asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--repeat", type=int, default=20)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="bench-questions-") as name,
        lake_services() as services,
    ):
        base = Path(name)
        generate(options.documents, 2, options.documents // 10, _SEED, base / "raw", lambda _: None)
        variables = {
            **services.environment,
            "JUESUAN_RAW_DIR": str(base / "raw"),
            "JUESUAN_PUBLISHED_DIR": str(base / "published"),
            "JUESUAN_WAREHOUSE": str(base / "warehouse" / "juesuan.duckdb"),
            "DAGSTER_HOME": str(base / "home"),
            "JUESUAN_SHARD_DOCUMENTS": str(max(options.documents // 4, 1)),
        }
        command = [sys.executable, "-m", "dagster_project.cli", "run"]
        subprocess.run(command, env=os.environ | variables, check=True)  # noqa: S603
        with open_lake(services.place) as lake:
            found = measure(base / "published" / "current" / RELEASE_FILE, lake, options.repeat)
    print("| question | embedded p50 ms | p95 | lake p50 ms | p95 |\n|---|---:|---:|---:|---:|")
    for question, took in found.items():
        print(f"| {question} | {' | '.join(f'{value:.1f}' for value in took.values())} |")
    print(f"load {os.getloadavg()[0]:.1f}")
    if options.out:
        options.out.write_text(json.dumps(found, indent=1, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()

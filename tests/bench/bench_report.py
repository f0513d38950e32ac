"""The report of many documents: time and size per document, and how soon a browser shows a page.

    python -m tests.bench.bench_report [--documents 100 1000]

Not part of ``make test``. The documents are copies of one invented disclosure with about 900 cells,
700 verdicts and, in every third document, three findings.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.report.site import describe_report, write_report
from tests.report.sample_marts import (
    cell,
    create_marts,
    document_rows,
    finding,
    insert,
    insert_document,
    insert_rules,
    new_database,
)

_ROWS = 90
_COLUMNS = ("total", "basic", "project", "remitted_to_superior", "operating")
_WITH_DOCUMENT = "select distinct table_name from duckdb_columns() where schema_name = 'marts' and "


def _template(connection: duckdb.DuckDBPyConnection) -> None:
    """Insert one document of the size of a real one, under the id 0."""
    insert_rules(connection)
    rows = document_rows("0", "某局")
    for table in ("gk03", "gk05"):
        taken = {entry["row_no"] for entry in rows["cells"] if entry["table_code"] == table}
        rows["cells"] += [
            cell("0", table, row_no, column, f"{row_no * 100}.00", printed_label=f"科目{row_no}")
            for row_no in range(1, _ROWS + 1)
            if row_no not in taken
            for column in _COLUMNS
        ]
    rules = [r for (r,) in connection.execute("select rule_id from marts.rules").fetchall()]
    rows["checks"] = [
        rows["checks"][0] | {"check_id": f"{rule}-{number}", "rule_id": rule}
        for rule in rules
        for number in range(7)
    ]
    insert_document(connection, rows)
    insert(connection, "findings", [finding("0", f"fnd_{number}") for number in range(3)])


def _multiply(connection: duckdb.DuckDBPyConnection, documents: int) -> None:
    """Turn the one document into many; every third of them keeps its findings."""
    tables = connection.execute(_WITH_DOCUMENT + "column_name = 'document_id'").fetchall()
    for (table,) in tables:
        columns = {
            name
            for (name,) in connection.execute(
                "select column_name from duckdb_columns() where table_name = ?", [table]
            ).fetchall()
        }
        changes = ["'doc-' || number as document_id"]
        if "organization_name" in columns:
            changes.append("organization_name || number as organization_name")
            changes.append("'org-' || (number // 5) as organization_id")
        if "fiscal_year" in columns:
            changes.append("2020 + number % 5 as fiscal_year")
        if "finding_id" in columns:
            changes.append("finding_id || '-' || number as finding_id")
        where = "where number % 3 = 0" if table == "findings" else ""
        connection.execute(
            f"create or replace table marts.{table} as select * replace ({', '.join(changes)}) "
            f"from marts.{table}, range({documents}) as numbers(number) {where}"
        )


def measure(documents: int, folder: Path) -> dict[str, Any]:
    """Build the report of ``documents`` documents and say what it cost."""
    release = folder / str(documents)
    release.mkdir()
    with new_database(release) as connection:
        create_marts(connection)
        _template(connection)
        _multiply(connection, documents)
    previous = folder / "library"
    started = time.monotonic()
    write_report(release, "bench", datetime.now(UTC), previous if previous.is_dir() else None)
    seconds = time.monotonic() - started
    summary = describe_report(release)
    pages = [path.stat().st_size for path in (release / "report" / "documents").iterdir()]
    return {
        "documents": documents,
        "seconds": seconds,
        "seconds_per_document": seconds / documents,
        "megabytes": summary.bytes / 1e6,
        "kilobytes_per_page": sum(pages) / len(pages) / 1e3,
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
        "lists": {
            name: (release / "report" / name).stat().st_size / 1e3
            for name in ("index.html", "findings.html", "compare.html")
        },
    }


def first_views(release: Path) -> dict[str, float]:
    """Return the milliseconds until a browser paints each page, opened from disk."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    from tests.browser.conftest import FLAGS

    browser, driver_path = shutil.which("chromium"), shutil.which("chromedriver")
    if not (browser and driver_path):
        return {}
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for flag in (*FLAGS, f"--user-data-dir={tempfile.mkdtemp()}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(driver_path))
    paint = (
        "const done = arguments[0]; (function look() {"
        "const [entry] = performance.getEntriesByName('first-contentful-paint');"
        "if (entry) done(entry.startTime); else setTimeout(look, 20); })();"
    )
    try:
        pages = ("index.html", "findings.html", "compare.html", "documents/doc-0.html")
        views = {}
        for page in pages:
            driver.get((release / "report" / page).as_uri())
            views[page] = driver.execute_async_script(paint)
        return views
    finally:
        driver.quit()


def main() -> None:
    """Measure each size and print a line for it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[100, 1000])
    sizes = parser.parse_args().documents
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # The chart library is made once and shared by all releases: not a cost of documents.
        measure(1, folder)
        (folder / "1").rename(folder / "library")
        for size in sizes:
            result = measure(size, folder)
            lists = ", ".join(f"{page} {kb:.0f} KB" for page, kb in result["lists"].items())
            sys.stdout.write(
                f"{size} documents: {result['seconds']:.1f} s, "
                f"{result['seconds_per_document'] * 1000:.0f} ms each, "
                f"{result['megabytes']:.1f} MB, {result['kilobytes_per_page']:.0f} KB per page, "
                f"memory {result['peak_megabytes']:.0f} MB; {lists}\n"
            )
        for page, milliseconds in first_views(folder / str(sizes[-1])).items():
            sys.stdout.write(f"first view of {page}: {milliseconds:.0f} ms\n")


if __name__ == "__main__":
    main()

"""datapackage.json as whoever downloads a release takes it: by frictionless, its reference tool."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from dagster_project.publication import publish
from tests.report import sample_marts


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """Return a release with every mart of the contract, some of them empty."""
    draft = tmp_path / "draft"
    draft.mkdir()
    with sample_marts.new_database(draft) as connection:
        sample_marts.create_marts(connection)
        sample_marts.insert_document(connection, sample_marts.document_rows("a-2022"))
        sample_marts.insert(connection, "findings", [sample_marts.finding("a-2022")])
    return publish(draft / "juesuan.duckdb", tmp_path / "published").folder


def validate(folder: Path) -> list[str]:
    """Return what ``frictionless validate datapackage.json`` finds wrong."""
    from frictionless import Package

    report = Package(str(folder / "datapackage.json")).validate()
    return [error.message for error in report.errors] + [
        f"{task.name}: {error.message}" for task in report.tasks for error in task.errors
    ]


def test_the_package_is_valid(release):
    assert validate(release) == []


@pytest.mark.parametrize(
    ("property_name", "value", "words"),
    [
        ("hash", "sha256:" + "0" * 64, "hash count"),
        ("bytes", 1, "byte count"),
        ("path", "parquet/cells/no.parquet", "could not be successfully loaded"),
    ],
)
def test_a_package_that_lies_is_not_valid(property_name, value, words, release):
    path = release / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    [cells] = [r for r in package["resources"] if r["name"] == "cells"]
    cells[property_name] = value
    path.write_text(json.dumps(package, ensure_ascii=False), "utf-8")
    assert any(line.startswith("cells: ") and words in line for line in validate(release))


def misfits(data: list[list[Any]], schema: dict[str, Any]) -> list[str]:
    """Return what does not fit the schema; the first of the rows names the columns."""
    from frictionless import Resource

    resource = Resource.from_descriptor({"name": "t", "data": data, "schema": schema})
    return [message for (message,) in resource.validate().flatten(["message"])]


def test_every_row_fits_the_schema_that_is_published(release):
    """Read by pyarrow, which keeps an empty integer empty, and judged by frictionless."""
    package = json.loads((release / "datapackage.json").read_text("utf-8"))
    tables = [resource for resource in package["resources"] if "schema" in resource]
    filled = 0
    for table in tables:
        rows: list[dict[str, Any]] = pq.read_table(release / table["path"]).to_pylist()
        names = [field["name"] for field in table["schema"]["fields"]]
        assert len(rows) == table["row_count"]
        data = [names, *([row[name] for name in names] for row in rows)]
        assert misfits(data, table["schema"]) == [], table["name"]
        filled += bool(rows)
    fields = ["scope", "fiscal_year"]
    schema = {"fields": [{"name": fields[0]}, {"name": fields[1], "type": "integer"}]}
    assert misfits([fields, ["unit", 2022], ["unit", None]], schema) == []
    assert misfits([fields, ["unit", "2022年"]], schema) != []
    assert filled > 10
    assert len(tables) > 20

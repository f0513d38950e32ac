"""The Superset bundle: its datasets are the marts of the release, its charts find their columns."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from dagster_project.commands.superset import FOLDER, write_bundle
from dagster_project.runtime.settings import DBT_DIR
from tests.report.sample_marts import create_marts, new_database

Bundle = dict[str, Any]
CONTRACT = DBT_DIR / "models/marts/_marts__models.yml"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    release = tmp_path_factory.mktemp("published") / "current"
    release.mkdir()
    (release / "datapackage.json").write_text("{}", encoding="utf-8")
    with new_database(release) as connection:
        create_marts(connection)
        connection.execute(
            "comment on column marts.documents.kind is '文件类别:final_accounts 决算'"
        )
    return release.parent


@pytest.fixture(scope="module")
def bundle(published: Path) -> Bundle:
    write_bundle(published, published / "dashboard.zip")
    with zipfile.ZipFile(published / "dashboard.zip") as archive:
        return {name: yaml.safe_load(archive.read(name)) for name in archive.namelist()}


def datasets(bundle: Bundle) -> dict[str, dict[str, Any]]:
    return {d["uuid"]: d for name, d in bundle.items() if "/datasets/" in name}


def columns_named(part: Any) -> Iterator[str]:
    """Yield every column that the parameters of a chart name; a metric is not one."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "column_name" or (key == "x_axis" and isinstance(value, str)):
                yield value
            elif key in ("groupby", "groupbyRows", "groupbyColumns", "all_columns"):
                yield from value
            else:
                yield from columns_named(value)
    elif isinstance(part, list):
        for value in part:
            yield from columns_named(value)


def test_a_dataset_has_the_columns_and_types_of_its_mart(bundle: Bundle) -> None:
    contract = {m["name"]: m for m in yaml.safe_load(CONTRACT.read_text("utf-8"))["models"]}
    found = datasets(bundle).values()
    assert {d["table_name"] for d in found} == set(
        yaml.safe_load((FOLDER / "datasets.yaml").read_text("utf-8"))
    )
    for dataset in found:
        declared = contract[dataset["table_name"]]["columns"]
        assert [c["column_name"] for c in dataset["columns"]] == [c["name"] for c in declared]
        dates = {c["name"] for c in declared if c["data_type"] == "date"}
        assert {c["column_name"] for c in dataset["columns"] if c["is_dttm"]} == dates
        assert dataset["main_dttm_col"] in {None, *dates}


def test_a_column_is_called_by_its_label_or_by_its_name(bundle: Bundle) -> None:
    (documents,) = (d for d in datasets(bundle).values() if d["table_name"] == "documents")
    called = {c["column_name"]: c["verbose_name"] for c in documents["columns"]}
    assert (called["kind"], called["scope"]) == ("文件类别", "scope")


def test_charts_find_their_columns_and_the_dashboard_its_charts(bundle: Bundle) -> None:
    charts = {d["uuid"]: d for name, d in bundle.items() if "/charts/" in name}
    for chart in charts.values():
        dataset = datasets(bundle)[chart["dataset_uuid"]]
        named = set(columns_named(chart["params"]))
        assert named
        assert named <= {c["column_name"] for c in dataset["columns"]}
    (dashboard,) = (d for name, d in bundle.items() if "/dashboards/" in name)
    parts = [part for part in dashboard["position"].values() if isinstance(part, dict)]
    assert {part["meta"]["uuid"] for part in parts if part["type"] == "CHART"} == set(charts)


def test_the_database_is_the_publication(bundle: Bundle, published: Path) -> None:
    (database,) = (d for name, d in bundle.items() if "/databases/" in name)
    assert f"duckdb:///{published.resolve()}/current/juesuan.duckdb" in database["sqlalchemy_uri"]
    assert {d["database_uuid"] for d in datasets(bundle).values()} == {database["uuid"]}

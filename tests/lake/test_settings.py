"""JUESUAN_TARGET takes what the README says, and nothing else."""

from __future__ import annotations

import duckdb
import pytest
import yaml

from dagster_project.lake.catalog import in_transaction, is_conflict
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.settings import (
    DBT_DIR,
    PROJECT_DIR,
    TARGETS,
    LakePlace,
    load_settings,
)
from dagster_project.warehouse.state import state_of

LAKE = {
    "JUESUAN_LAKE_CATALOG": "host=catalog dbname=lake",
    "JUESUAN_LAKE_DATA": "/shared/lake/",
    "JUESUAN_LAKE_SCHEDULER": "tcp://scheduler:8786",
}


def test_a_target_that_is_none_is_one_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_TARGET", "spark")
    with pytest.raises(JuesuanError) as raised:
        load_settings()
    [line] = str(raised.value).splitlines()
    assert "只能是 local、lake" in line
    assert "it takes local or lake" in line
    assert "'spark'" in line


def test_the_lake_needs_to_be_told_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in LAKE:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("JUESUAN_TARGET", raising=False)
    assert load_settings().lake is None
    monkeypatch.setenv("JUESUAN_TARGET", "lake")
    monkeypatch.setenv("JUESUAN_LAKE_DATA", LAKE["JUESUAN_LAKE_DATA"])
    with pytest.raises(
        JuesuanError, match="needs JUESUAN_LAKE_CATALOG, JUESUAN_LAKE_SCHEDULER too"
    ):
        load_settings()
    for name, value in LAKE.items():
        monkeypatch.setenv(name, value)
    assert load_settings().lake == LakePlace(*LAKE.values())


def test_dbt_compiles_for_every_target_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker has no target of its own: it must find what the run has compiled."""
    profiles = yaml.safe_load((DBT_DIR / "profiles.yml").read_text(encoding="utf-8"))
    outputs = profiles["juesuan"]["outputs"]
    assert set(outputs) == set(TARGETS)
    assert all(output == outputs["local"] for output in outputs.values())
    monkeypatch.delenv("JUESUAN_TARGET", raising=False)
    state = state_of(DBT_DIR)
    for name, value in {**LAKE, "JUESUAN_TARGET": "lake"}.items():
        monkeypatch.setenv(name, value)
    assert state_of(DBT_DIR) == state


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_the_readme_names_every_target(page: str) -> None:
    text = (PROJECT_DIR / page).read_text(encoding="utf-8")
    [told] = [part for part in text.split("`JUESUAN_TARGET`")[1:] if "`local`" in part[:120]]
    assert all(f"`{target}`" in told[:300] for target in TARGETS)


def test_a_conflict_is_tried_again_and_given_up_at_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dagster_project.lake.catalog.time.sleep", lambda _: None)
    tried: list[int] = []

    def do(fails: int) -> str:
        tried.append(fails)
        if len(tried) <= fails:
            raise duckdb.TransactionException("Transaction conflict - another one was first")
        return "done"

    with duckdb.connect() as connection:
        assert in_transaction(connection, lambda _: do(3)) == "done"
        assert len(tried) == 4
        tried.clear()
        with pytest.raises(JuesuanError, match="changed by others 12 times in a row"):
            in_transaction(connection, lambda _: do(99))
        assert len(tried) == 12
        # Nothing else is tried again.
        with pytest.raises(duckdb.CatalogException):
            in_transaction(connection, lambda c: c.execute("from nothing"))
    assert not is_conflict(duckdb.CatalogException("Table nothing does not exist"))

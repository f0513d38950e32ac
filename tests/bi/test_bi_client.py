"""What a BI client sees while releases come and go; the runs of the pipeline are in tests/cli."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from dagster_project.publication import publish
from tests.bi.client import BiClient
from tests.publication.conftest import DDL


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "w.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(DDL)
        connection.execute("alter table marts.documents drop checks")
        connection.execute("alter table marts.documents add column checks integer")
        connection.execute("create table marts.checks (check_id varchar, document_id varchar)")
    return path


def change(warehouse: Path, checks: int) -> None:
    """Give document a-2022 so many checks, in both tables that know of them."""
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("delete from marts.checks")
        connection.execute(
            "insert into marts.checks select i, 'a-2022' from range(?) t(i)", [checks]
        )
        connection.execute("update marts.documents set checks = 0")
        connection.execute(
            "update marts.documents set checks = ? where document_id = 'a-2022'", [checks]
        )


@pytest.mark.slow
def test_no_query_fails_while_releases_are_exchanged(warehouse, tmp_path):
    published = tmp_path / "published"
    with BiClient(published / "current" / "juesuan.duckdb") as client:
        for checks in (1000, 2000, 3000):
            change(warehouse, checks)
            publish(warehouse, published)
            client.wait_for(lambda answer, checks=checks: answer[2] == checks)
    assert client.failures == []
    assert sorted(seen for states in client.states.values() for seen in states) == [
        (2, 1000),
        (2, 2000),
        (2, 3000),
    ]


def test_the_client_notices_a_mixture(warehouse, tmp_path):
    """The check of the tests above can fail: here the two tables are of different states."""
    change(warehouse, 10)
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("delete from marts.checks where check_id = '3'")
    publish(warehouse, tmp_path / "published")
    client = BiClient(tmp_path / "published" / "current" / "juesuan.duckdb")
    with pytest.raises(AssertionError, match="9 checks, but documents count 10"):
        client.read_once()

"""Killed at any moment, current is whole; readers of an old release go on; the next run cleans."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dagster_project import publication
from dagster_project.publication import publish
from dagster_project.runtime import warehouse as connections
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.warehouse import open_release

CHILD = """
import sys
from pathlib import Path
from dagster_project import publication
# Every step announces itself and waits to be told to go on: the parent can kill at any of them.
for name in ("write_duckdb", "write_parquet", "write_workbooks", "write_report",
             "write_datapackage", "put_in_place", "point_current_at", "drop_old_releases"):
    def slow(*a, _f=getattr(publication, name), _n=name, **k):
        print(_n, flush=True); sys.stdin.readline()
        result = _f(*a, **k)
        print(_n + " done", flush=True); sys.stdin.readline()
        return result
    setattr(publication, name, slow)
publication.publish(Path(sys.argv[1]), Path(sys.argv[2]))
"""
MOMENTS = (
    "write_duckdb",
    "write_parquet done",
    "write_datapackage done",
    "put_in_place done",
    "point_current_at done",
)


def kill_at(moment: str, warehouse: Path, published: Path) -> None:
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", CHILD, str(warehouse), str(published)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    for line in process.stdout:
        if line.strip() == moment:
            break
        process.stdin.write("\n")
        process.stdin.flush()
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    process.stdin.close()
    process.stdout.close()


def count_cells(published: Path) -> int:
    """Read the current release whole: every file that its datapackage names is there."""
    current = published / "current"
    for name in ("datapackage.json", "findings.xlsx", "report/index.html"):
        assert (current / name).stat().st_size > 0
    with open_release(current) as connection:
        [(count,)] = connection.execute("select count(*) from marts.cells").fetchall()
    return count


@pytest.mark.slow
@pytest.mark.parametrize("moment", MOMENTS)
def test_kill_leaves_current_whole_and_next_run_succeeds(moment, warehouse, published, change):
    publish(warehouse, published)
    change(1)
    kill_at(moment, warehouse, published)
    assert count_cells(published) == (3 if moment == "point_current_at done" else 2)

    publish(warehouse, published)
    assert count_cells(published) == 3
    names = [path.name for path in published.iterdir()]
    assert [name for name in names if name.startswith((".building", ".link", ".trash"))] == []
    # A release that was finished but not linked is taken up, not made a second time.
    assert len(list((published / "releases").iterdir())) == 2


def test_open_reader_keeps_reading_its_release(warehouse, published, change):
    publish(warehouse, published)
    with open_release(published / "current") as reader:
        for number in range(4):
            change(number)
            publish(warehouse, published)
        # Its release is gone from the folder by now; the open file is still whole.
        assert reader.execute("select count(*) from marts.cells").fetchall() == [(2,)]
    assert count_cells(published) == 6


def test_failure_while_building_leaves_current_alone(warehouse, published, change, monkeypatch):
    first = publish(warehouse, published)
    change(1)

    def fail(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(publication, "write_report", fail)
        with pytest.raises(OSError, match="disk full"):
            publish(warehouse, published)
    assert (published / "current").resolve().name == first.release_id
    assert publish(warehouse, published).is_new


def test_warehouse_in_use_elsewhere_is_not_waited_for_silently(
    warehouse, published, monkeypatch, caplog
):
    monkeypatch.setattr(connections, "_WAIT_SECONDS", 1.0)
    code = (
        "import duckdb,sys,time; c=duckdb.connect(sys.argv[1]); print(1,flush=True); time.sleep(30)"
    )
    holder = subprocess.Popen(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", code, str(warehouse)], stdout=subprocess.PIPE
    )
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(JuesuanError, match=rf"PID {holder.pid}.*请关闭"):
            publish(warehouse, published)
        assert f"PID {holder.pid}" in caplog.text
    finally:
        holder.kill()
        holder.wait()
        assert holder.stdout is not None
        holder.stdout.close()

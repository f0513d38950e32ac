"""A warehouse file that is damaged is set aside; one that is in use is waited for."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from dagster_project.runtime import warehouse as connections
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.unreadable import set_aside_unreadable
from dagster_project.runtime.warehouse import open_warehouse
from tests.factories import write_document

_BLOCK = 256 * 1024
_HEADERS = 3 * 4096


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _spoil(start: int, count: int) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        content = bytearray(path.read_bytes())
        content[start : start + count] = b"\xff" * count
        path.write_bytes(content)

    return change


DAMAGES: dict[str, Callable[[Path], None]] = {
    "cut in half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "cut in its header": lambda path: path.write_bytes(path.read_bytes()[:100]),
    "zeroed": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "emptied": lambda path: path.write_bytes(b""),
    "another content": lambda path: path.write_bytes(b"%PDF-1.7\n" * 5_000),
    "headers overwritten": _spoil(4096, 2 * 4096),
    "a folder": _folder,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_what_cannot_be_opened_is_set_aside_and_loaded_again(raw, warehouse, load, query, damage):
    write_document(raw, "a-2022")
    load()
    before = query("select * from raw.cells order by all")
    damage(warehouse)
    said: list[str] = []
    assert set_aside_unreadable(warehouse, said.append)
    assert load().loaded == 1
    assert query("select * from raw.cells order by all") == before
    (aside,) = warehouse.parent.glob("*.unreadable-*")
    assert aside.name in said[0]
    # The next damage leaves one file behind, not two.
    damage(warehouse)
    assert set_aside_unreadable(warehouse, said.append)
    assert len(list(warehouse.parent.glob("*.unreadable-*"))) == 1


def test_damage_inside_is_found_when_all_is_read(tmp_path):
    path = tmp_path / "w.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table t as select md5(range::varchar) as x from range(300000)")
    blocks = (path.stat().st_size - _HEADERS) // _BLOCK
    _spoil(_HEADERS + blocks // 2 * _BLOCK + 5_000, 4_000)(path)
    said: list[str] = []
    assert not set_aside_unreadable(path, said.append)
    assert set_aside_unreadable(path, said.append, whole=True)
    assert not path.exists()


def test_a_sound_warehouse_stays(raw, warehouse, load):
    write_document(raw, "a-2022")
    load()
    said: list[str] = []
    assert not set_aside_unreadable(warehouse, said.append, whole=True)
    assert warehouse.is_file()
    assert not set_aside_unreadable(warehouse.with_name("none.duckdb"), said.append)
    assert said == []


def test_who_keeps_the_file_is_named_and_nothing_is_moved(tmp_path, monkeypatch):
    monkeypatch.setattr(connections, "_WAIT_SECONDS", 0.5)
    path = tmp_path / "w.duckdb"
    duckdb.connect(str(path)).close()
    reader = subprocess.Popen(  # noqa: S603 - our own interpreter
        [
            sys.executable,
            "-c",
            "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True);"
            "print('open', flush=True); sys.stdin.read()",
            str(path),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "open\n"
        assert not set_aside_unreadable(path, print)
        with pytest.raises(JuesuanError, match=rf"PID {reader.pid}.*请关闭"), open_warehouse(path):
            pass
        # Once it is closed, the wait ends.
        monkeypatch.setattr(connections, "_WAIT_SECONDS", 60.0)
        assert reader.stdin is not None
        reader.stdin.close()
        with open_warehouse(path):
            pass
    finally:
        reader.kill()
        reader.wait()
        reader.stdout.close()

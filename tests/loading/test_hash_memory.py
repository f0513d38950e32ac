"""A folder that nobody touched is not read again, and one that somebody did is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dagster_project.loading import folders, hash_memory
from dagster_project.loading.folders import hash_extract, hash_folder, list_folders
from tests.factories import write_document


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return the folders that were read, with a memory of this test's own, whatever the clock."""
    read: list[Path] = []

    def note(folder: Path) -> str:
        read.append(folder)
        return hash_folder(folder)

    monkeypatch.setattr(folders, "hash_folder", note)
    monkeypatch.setattr(hash_memory, "_known", {})
    monkeypatch.setattr(hash_memory, "_kept", {})
    monkeypatch.setattr(hash_memory, "QUIET_SECONDS", -3600)
    return read


def test_only_what_was_touched_is_read(tmp_path: Path, read: list[Path]) -> None:
    for name in ("a", "b"):
        write_document(tmp_path / "raw", name)
    listed = list_folders(tmp_path / "raw")
    hashes = [hash_extract(folder) for folder in listed]
    assert [hash_extract(folder) for folder in listed] == hashes
    assert len(read) == 2
    hash_memory.keep(tmp_path / "hashes.json")
    hash_memory._known.clear()
    hash_memory.recall(tmp_path / "hashes.json")
    assert [hash_extract(folder) for folder in listed] == hashes
    assert len(read) == 2
    # The same number of bytes, and the time of writing set back: the time of change is not.
    file = listed[0].path / "gk01.csv"
    before = file.stat()
    file.write_bytes(file.read_bytes().replace(b"1", b"2"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    assert hash_extract(listed[0]) == hash_folder(listed[0].path) != hashes[0]
    (listed[1].path / "more.csv").write_text("?", encoding="utf-8")
    assert hash_extract(listed[1]) == hash_folder(listed[1].path) != hashes[1]
    assert len(read) == 4


def test_what_was_written_just_now_is_read_again(
    tmp_path: Path, read: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hash_memory, "QUIET_SECONDS", 3600)
    write_document(tmp_path / "raw", "a")
    [folder] = list_folders(tmp_path / "raw")
    assert hash_extract(folder) == hash_extract(folder)
    assert len(read) == 2
    for broken in ("", "[1, [1]]", '[1, {"a": []}]', "[0, {}]"):
        (tmp_path / "hashes.json").write_text(broken, encoding="utf-8")
        hash_memory.recall(tmp_path / "hashes.json")
    assert hash_memory._known == {}

"""Packed or as folders: the same bytes, the same tables, and nothing is lost on the way."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from dagster_project.check import scratch
from dagster_project.check.family import Member
from dagster_project.cli import main
from dagster_project.contract.raw_schema import CSV_TABLES, SMALL_TABLES
from dagster_project.loading.folders import list_folders
from dagster_project.loading.load import load_raw
from dagster_project.packs import writing
from dagster_project.packs.pack import PACKS
from dagster_project.reading.folder.extract_folder import read_documents
from dagster_project.reading.folder.resume import find_extracted, stamp_of
from dagster_project.reading.model.document import READER_VERSION
from tests.factories import edit_json, write_document, write_refused


@pytest.fixture
def raw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return some extract folders, two of them bad, one without a year."""
    raw = tmp_path / "raw"
    for number in range(4):
        for year in (2022, 2023):
            name = f"o{number}-{year}"
            write_document(raw, name, year=year, organization_id=f"o{number}")
    (raw / "2022" / "o0-2022" / ".reader").write_text("3 stamp\n", encoding="utf-8")
    # Bytes that another writer would have written otherwise.
    odd = raw / "2023" / "o1-2023" / "gk01.csv"
    odd.write_bytes(b"\xef\xbb\xbf" + odd.read_bytes().replace(b"\n", b"\r\n"))
    (raw / "2023" / "o2-2023" / "gk03.csv").write_bytes("坏".encode("gb18030"))
    (raw / "2023" / "o3-2023" / "document.json").write_bytes(b"{")
    write_refused(raw, "nobody")
    monkeypatch.setenv("JUESUAN_SHARD_DOCUMENTS", "3")
    return raw


def _run(raw: Path, *arguments: str) -> Result:
    # The option sets the variable for good.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUESUAN_RAW_DIR", str(raw))
        return CliRunner().invoke(main, [*arguments, "--raw", str(raw)])


def _bytes(raw: Path) -> dict[str, bytes]:
    return {
        path.relative_to(raw).as_posix(): path.read_bytes()
        for path in raw.rglob("*")
        if path.is_file() and PACKS not in path.relative_to(raw).parts
    }


def _tables(raw: Path) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect() as connection:
        load_raw(connection, raw)
        return {
            table: connection.execute(f"select * from raw.{table} order by all").fetchall()
            for table in (*SMALL_TABLES, *CSV_TABLES)
        }


def test_packed_and_unpacked_are_the_same_bytes_and_tables(raw: Path) -> None:
    files, tables = _bytes(raw), _tables(raw)
    assert _run(raw, "pack").exit_code == 0
    assert len(list((raw / PACKS).iterdir())) > 1
    # Beside the folders; nothing is removed unless asked for, and the second time there is nothing.
    assert _bytes(raw) == files
    assert _tables(raw) == tables
    before = sorted((raw / PACKS).rglob("*"))
    again = _run(raw, "pack", "--remove-folders")
    assert "新打包 0 份" in again.stdout
    assert sorted((raw / PACKS).rglob("*")) == before
    left = {Path(name).parts[0] for name in _bytes(raw)}
    assert left == {"unknown"}
    assert _tables(raw) == tables
    # One of them a folder again, the others packed.
    assert _run(raw, "unpack", "o1-2023").exit_code == 0
    assert _tables(raw) == tables
    assert _run(raw, "unpack", "--remove-packs").exit_code == 0
    assert list((raw / PACKS).iterdir()) == []
    assert _bytes(raw) == files


def test_a_folder_wins_over_a_pack_and_the_later_pack_over_the_earlier(raw: Path) -> None:
    _run(raw, "pack", "--remove-folders")
    _run(raw, "unpack", "o0-2022")
    edit_json(raw / "2022" / "o0-2022", organization_name="改名局")
    changed = _tables(raw)
    assert any("改名局" in row for row in changed["documents"])
    assert "新打包 1 份" in _run(raw, "pack", "--remove-folders").stdout
    assert not (raw / "2022" / "o0-2022").exists()
    assert _tables(raw) == changed


def test_what_cannot_be_packed_stays_a_folder(raw: Path) -> None:
    kept = raw / "2022" / "o2-2022" / "source"
    kept.mkdir()
    (kept / "a.pdf").write_bytes(b"%PDF")
    (raw / "2022" / "o3-2022" / "notes.txt").write_text("?", encoding="utf-8")
    tables = _tables(raw)
    assert "3 份仍为文件夹" in _run(raw, "pack", "--remove-folders").stdout
    assert {path.name for path in (raw / "2022").iterdir()} == {"o2-2022", "o3-2022"}
    assert _tables(raw) == tables


def test_a_damaged_pack_is_told_of_and_stops_nobody(raw: Path) -> None:
    tables = _tables(raw)
    _run(raw, "pack", "--remove-folders")
    one, other, *_ = sorted((raw / PACKS).iterdir())
    names = [{f.document_id for f in list_folders(raw) if _pack_of(f) == p} for p in (one, other)]
    damaged = one / "gk03.parquet"
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"?")
    (other / "pack.json").write_text("{", encoding="utf-8")
    rows = {row[0]: row for row in _tables(raw)["documents"]}
    problems = {row[0]: row for row in _tables(raw)["problems"] if "pack_damaged" in row}
    assert set(problems) == names[0] | {other.name}
    assert all("已损坏" in str(problems[name]) for name in names[0])
    assert "不知其中有哪些文档" in str(problems[other.name])
    same = {row[0]: row for row in tables["documents"]}.keys() - names[0] - names[1]
    assert same
    assert all(row == rows[row[0]] for row in tables["documents"] if row[0] in same)
    told = _run(raw, "unpack", "--remove-packs")
    assert told.exit_code == 3
    assert one.exists()
    assert other.exists()


def _pack_of(folder: object) -> Path | None:
    packed = getattr(folder, "packed", None)
    return packed.pack if packed else None


@pytest.mark.parametrize("moment", ["_force", "_place", "_read_back"])
def test_a_pack_that_is_interrupted_is_none(
    raw: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    files = _bytes(raw)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(writing, moment, stop)
        assert _run(raw, "pack", "--remove-folders").exit_code == 130
    assert _bytes(raw) == files
    assert list((raw / PACKS).iterdir()) == []


def test_a_removal_that_is_interrupted_loses_nothing(
    raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables, removed = _tables(raw), []

    def stop(path: Path, **_: object) -> None:
        removed.append(path)
        if len(removed) > 2:
            raise KeyboardInterrupt
        (path / "document.json").unlink(missing_ok=True)

    _run(raw, "pack")
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", stop)
        assert _run(raw, "pack", "--remove-folders").exit_code == 130
    assert _tables(raw) == tables


def test_a_folder_that_changes_while_it_is_packed_is_not_packed(
    raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = writing._write_kind

    def change(path: Path, raw_dir: Path, folders: list[str], name: str) -> None:
        edit_json(raw / "2022" / "o1-2022", organization_name="改名局")
        write(path, raw_dir, folders, name)

    monkeypatch.setattr(writing, "_write_kind", change)
    told = _run(raw, "pack", "--remove-folders")
    assert told.exit_code == 2
    assert "在打包期间被改动" in told.output
    assert "2022/o1-2022" in told.output
    assert (raw / "2022" / "o1-2022").is_dir()


def test_whoever_extracts_sees_what_is_packed(raw: Path) -> None:
    """The next revision would take the id of the one that is packed; what was read stays read."""
    stamp = stamp_of(READER_VERSION, keep_text=True)
    (raw / "2022" / "o0-2022" / ".reader").write_text(f"{stamp}\n", encoding="utf-8")
    before = read_documents(raw, "2022/o*")
    extracted = find_extracted(raw, keep_text=True)
    told = {sha256: one.outcome() for sha256, one in extracted.items()}
    _run(raw, "pack", "--remove-folders")
    assert read_documents(raw, "2022/o*") == before != []
    after = find_extracted(raw, keep_text=True)
    assert {sha256: one.outcome() for sha256, one in after.items()} == told != {}


def test_whoever_checks_is_given_what_is_packed_of_the_family(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {name: content for name, content in _bytes(raw).items() if "o0-2022" in name}
    _run(raw, "pack", "--remove-folders")
    member = Member("o0-2022", "2022", "示例局")
    monkeypatch.setattr(scratch, "find_family", lambda *_: [member])
    brought = scratch._bring_family(tmp_path / "scratch", [], (tmp_path / "release", raw))
    assert brought == ((member,), ())
    assert _bytes(tmp_path / "scratch") == files

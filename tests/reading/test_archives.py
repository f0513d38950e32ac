"""An archive is read as the files in it, and leads nowhere else."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from dagster_project.reading import extract_files
from dagster_project.reading.batch.archives import unpack_all
from tests.reading.grids.builders import GK05, saved, workbook
from tests.reading.grids.test_decoders import ROWS

NAME = "云山市测试局"


class _OldName(zipfile.ZipInfo):
    """A member whose name is written as Chinese Windows does: GB18030, and no word of it."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the name in zipfile
        return self.filename.encode("gb18030"), self.flag_bits


def _archive(path: Path, members: dict[str, bytes], info: type[zipfile.ZipInfo]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(info(name), content)
    return path


def test_an_archive_of_tables_and_text_is_one_document(tmp_path: Path) -> None:
    text = f"{NAME}\n2024年度部门决算\n一、说明\n".encode()
    members = {"决算/表.xlsx": saved(workbook([(GK05, ROWS)])), "决算/说明.txt": text}
    given = _archive(tmp_path / "决算.zip", members, zipfile.ZipInfo)
    outcomes = extract_files([given], tmp_path / "raw")
    assert [outcome.status for outcome in outcomes] == ["read"]
    assert outcomes[0].folder is not None
    document = json.loads((outcomes[0].folder / "document.json").read_bytes())
    files = document["source"]["files"]
    assert {(f["name"], f["archive"]) for f in files} == {
        ("表.xlsx", "决算.zip"),
        ("说明.txt", "决算.zip"),
    }


def test_names_in_gb18030_are_read_and_lead_nowhere(tmp_path: Path) -> None:
    members = {"../../外/表.txt": b"a", "__MACOSX/b": b"b"}
    given = _archive(tmp_path / "a.zip", members, _OldName)
    found = unpack_all([given], tmp_path / "into").paths
    assert [path.name for path in found] == ["表.txt"]
    assert found[0].is_relative_to(tmp_path / "into")


@pytest.mark.parametrize("content", [b"PK\x03\x04 no archive", b""])
def test_what_is_no_archive_is_left_to_its_reader(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "b.zip"
    path.write_bytes(content)
    assert unpack_all([path], tmp_path / "into").paths == [path]


def test_an_office_file_is_no_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(saved(workbook([(GK05, ROWS)])))
    assert unpack_all([path], tmp_path / "into").paths == [path]

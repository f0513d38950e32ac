"""Encrypted, truncated, endless, exploding and misnamed files: one plain reason each, in time."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dagster_project.reading import extract_document
from dagster_project.reading.batch import preflight
from dagster_project.reading.batch.preflight import check_file, check_size
from dagster_project.reading.model.source import RefusedError, SourceFile
from tests.hostile import files
from tests.reading import hostile
from tests.reading.test_documents import dump


@pytest.mark.parametrize(
    ("name", "make", "codes"),
    [
        ("encrypted.pdf", hostile.encrypted_pdf, {"encrypted"}),
        ("encrypted.xlsx", hostile.encrypted_workbook, {"encrypted"}),
        ("truncated.pdf", lambda: hostile.pdf_of_pages(3)[:-400], {"truncated"}),
        ("truncated.xlsx", lambda: hostile.workbook()[:-300], {"broken_file"}),
        ("none.pdf", hostile.pdf_without_pages, {"no_pages", "damaged"}),
        ("endless.pdf", lambda: hostile.pdf_of_pages(2000), {"too_many_pages"}),
        ("bomb.xlsx", hostile.workbook_bomb, {"zip_bomb"}),
        ("bomb.txt", hostile.workbook_bomb, {"zip_bomb"}),
        ("liar.xlsx", hostile.lying_bomb, {"zip_bomb", "broken_file"}),
        ("cells.xlsx", lambda: files._many_cells(1_000, 1_000), {"too_large"}),
        ("merged.xlsx", files._merged_sheet, {"too_large"}),
        ("lines.txt", lambda: b"1.00 2.00\n" * 1_000_000, {"too_large"}),
        ("marks.html", lambda: b"<table>" + b"<td>" * 3_000_000, {"too_large"}),
        ("table.pdf", hostile.workbook, {"no_table"}),
        ("picture.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, None),
    ],
)
def test_a_hostile_file_has_a_reason_within_its_limits(
    name: str, make: Callable[[], bytes], codes: set[str] | None, tmp_path: Path
) -> None:
    path, content = tmp_path / name, make()
    path.write_bytes(content)
    started = time.monotonic()
    outcome = extract_document([path], tmp_path / "raw")
    assert time.monotonic() - started < 60
    assert outcome.status == "refused"
    assert outcome.folder is not None
    document = json.loads((outcome.folder / "document.json").read_text(encoding="utf-8"))
    assert "\n" not in document["reason_zh"]
    assert document["source"]["files"][0]["bytes"] == len(content)
    if codes is not None:
        assert document["reason_code"] in codes, document["reason_zh"]
    assert [p.name for p in outcome.folder.iterdir() if p.suffix == ".csv"] == []


def test_a_text_is_read_whatever_its_name_says(tmp_path: Path) -> None:
    path = tmp_path / "disclosure.pdf"
    path.write_text(dump(1), encoding="utf-8")
    assert extract_document([path], tmp_path / "raw").status == "read"


def test_an_archive_is_unpacked_to_find_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "MOST_UNPACKED_BYTES", 1000)
    with pytest.raises(RefusedError, match="压缩炸弹"):
        check_file(SourceFile("a.xlsx", hostile.workbook(), "", ""))


def test_what_an_archive_declares_is_believed_where_it_is_too_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = hostile.workbook_bomb(300)
    monkeypatch.delattr("zipfile.ZipFile.open")
    with pytest.raises(RefusedError, match="压缩炸弹"):
        check_file(SourceFile("a.xlsx", content, "", ""))


def test_a_file_too_large_is_not_even_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(RefusedError, match="超过上限"):
        check_size(10**9)
    monkeypatch.setattr(preflight, "MOST_FILE_BYTES", 10)
    path = tmp_path / "large.txt"
    path.write_text(dump(1), encoding="utf-8")
    assert extract_document([path], tmp_path / "raw").reason_code == "too_large"

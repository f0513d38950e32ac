"""What a document is, where its folder goes, and what happens to what cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from dagster_project.loading.folders import list_folders
from dagster_project.loading.policy import read_load_policy
from dagster_project.loading.validation import validate_folder
from dagster_project.reading import extract_document, extract_files
from dagster_project.reading.folder.document_ids import slug
from dagster_project.reading.folder.extract_folder import (
    ExtractRows,
    UnsafeFolderError,
    write_extract_folder,
)
from dagster_project.reading.identity.organization import find_organization
from dagster_project.reading.identity.scope import recognise_scope
from tests.printing.text import Printing, figure, print_text
from tests.printing.text_tables import text_tables
from tests.reading.conftest import PROJECT_DIR, Extract


def dump(seed: int = 1, **printing: object) -> str:
    """Return an invented disclosure as a text."""
    return print_text(text_tables(seed), Printing(seed, **printing))  # type: ignore[arg-type]


def save(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.txt", b"", "empty_file"),
        ("scan.pdf", b"%PDF-1.4 ...", "truncated"),
        ("garbage.txt", bytes(range(256)) * 4, "not_text"),
        ("letter.txt", "今年的工作总结。\n".encode(), "no_table"),
        ("budget.txt", "某局2023年部门预算公开\n收支预算总表\n单位：元\n".encode(), "budget"),
    ],
)
def test_what_cannot_be_read_leaves_its_reason(
    name: str, content: bytes, code: str, extract_text: Callable[..., Extract]
) -> None:
    extract = extract_text(content, name)
    document = extract.document
    assert (document["status"], document["reason_code"]) == ("refused", code)
    assert document["reason_zh"]
    assert "\n" not in document["reason_zh"]
    assert extract.folder.parent.name == "unknown"
    assert extract.outcome.reason == document["reason_zh"]


def test_a_text_without_table_numbers_says_what_to_extract_instead(
    extract_text: Callable[..., Extract],
) -> None:
    document = extract_text(re.sub(r"公开\d\d表", "", dump(1))).document
    assert document["reason_code"] == "unknown_form"
    assert "电子表格" in document["reason_zh"]
    assert "\n" not in document["reason_zh"]


def test_a_file_that_is_not_there_is_one_plain_line(tmp_path: Path) -> None:
    outcomes = extract_files([tmp_path / "none.txt", tmp_path], tmp_path / "raw")
    assert [o.reason_code for o in outcomes] == ["file_not_found", "not_a_file"]
    assert all(o.folder is None and o.status == "refused" for o in outcomes)
    assert not (tmp_path / "raw").exists()


def test_a_template_without_figures_is_refused(extract_text: Callable[..., Extract]) -> None:
    tables = text_tables(1)
    for table in tables:
        table.rows = [[figure("", *c.at) if c.at else c for c in row] for row in table.rows]
    blanked = print_text(tables, Printing(1))
    assert extract_text(blanked).document["reason_code"] == "template"


def test_a_document_without_a_year_goes_to_unknown(extract_text: Callable[..., Extract]) -> None:
    extract = extract_text(re.sub(r"2023年(?:度|部门)?", "", dump(1)))
    assert extract.document["reason_code"] == "year_unknown"
    assert extract.folder.parent.name == "unknown"


def test_the_year_most_tables_print_wins_and_the_other_is_noted(
    extract_text: Callable[..., Extract],
) -> None:
    content = dump(1)
    at = content.index("公开03表")
    content = content[:at] + content[at:].replace("2023年度", "2022年度", 1)
    extract = extract_text(content)
    assert extract.document["fiscal_year"] == 2023
    assert "2022年" in extract.table("gk03")["reading_note"]
    assert extract.table("gk03")["read_status"] == "confirmed"


def test_the_same_bytes_replace_their_folder_and_other_bytes_are_a_revision(
    tmp_path: Path,
) -> None:
    raw = tmp_path / "raw"
    first = extract_document([save(tmp_path, "a.txt", dump(1))], raw)
    again = extract_document([save(tmp_path, "b.txt", dump(1))], raw)
    second = extract_document([save(tmp_path, "c.txt", dump(2))], raw)
    third = extract_document([save(tmp_path, "d.txt", dump(1))], raw)
    assert first.document_id == again.document_id == third.document_id
    assert second.document_id == f"{first.document_id}-r2"
    assert second.folder is not None
    document = Extract(second, second.folder).document
    assert (document["revision"], document["supersedes"]) == (2, first.document_id)
    assert document["disclosure_id"] == first.document_id
    names = sorted(path.name for path in (raw / "2023").iterdir())
    assert names == [first.document_id, second.document_id]


def test_reading_twice_writes_the_same_bytes(tmp_path: Path) -> None:
    source = save(tmp_path, "a.txt", dump(3, page_break=0.3))
    folders = [extract_document([source], tmp_path / name).folder for name in ("one", "two")]
    contents = [{p.name: p.read_bytes() for p in f.iterdir()} for f in folders if f]
    assert contents[0] == contents[1]
    assert len([name for name in contents[0] if not name.startswith(".")]) == 15


def test_names_spelled_alike_are_two_organizations(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    one = extract_document([save(tmp_path, "a.txt", dump(1, name="示例市示例局"))], raw)
    two = extract_document([save(tmp_path, "b.txt", dump(1, name="示例市实力局"))], raw)
    assert one.document_id != two.document_id
    documents = [Extract(o, o.folder).document for o in (one, two) if o.folder]
    assert len({d["organization_id"] for d in documents}) == 2
    assert [d["revision"] for d in documents] == [1, 1]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "某局/..\\x", "〇" * 90, "\x00", "A b—C", "局"]
)
def test_no_printed_name_can_leave_the_raw_folder(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,60}", slug(name))


def test_long_names_are_cut_with_a_hash_that_tells_them_apart() -> None:
    one, two = (
        slug("示例市人力资源和社会保障信息中心甲"),
        slug("示例市人力资源和社会保障信息中心乙"),
    )
    assert one != two
    assert max(len(one), len(two)) <= 47


def test_a_folder_outside_raw_is_never_written(tmp_path: Path) -> None:
    with pytest.raises(UnsafeFolderError):
        write_extract_folder(tmp_path / "raw", {"document_id": "../x", "fiscal_year": 2023}, None)
    assert not (tmp_path / "x").exists()


def test_a_failed_write_leaves_the_earlier_folder_and_nothing_else(tmp_path: Path) -> None:
    document = {"document_id": "a-2023", "fiscal_year": 2023}
    folder = write_extract_folder(tmp_path, document, ExtractRows())
    before = (folder / "document.json").read_bytes()
    with pytest.raises(ValueError, match="fields"):
        write_extract_folder(tmp_path, document, ExtractRows({"gk01": [{"no_such_column": "1"}]}))
    assert (folder / "document.json").read_bytes() == before
    assert [path.name for path in folder.parent.iterdir()] == ["a-2023"]


def test_the_seed_knows_the_reference_organization() -> None:
    found = find_organization("忻州市人力资源和社会保障局", 2022)
    assert (found.organization_id, found.region_code) == ("xinzhou-hrss", "140900")


def test_scope_needs_plain_evidence() -> None:
    assert recognise_scope("2023年单位决算 部门决算", "某局").scope == "unknown"
    assert recognise_scope("", "某局（本级）").scope == "unit"
    covered = "纳入某局2023年度部门决算编制范围的预算单位共5个"
    assert recognise_scope(covered, "某局").scope == "department_consolidated"


def test_every_extract_passes_the_door_of_the_warehouse(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    extract_files([save(tmp_path, f"{n}.txt", dump(n, page_break=0.2)) for n in (1, 2)], raw)
    extract_files([save(tmp_path, "no.txt", "无表。")], raw)
    policy = read_load_policy()
    results = [validate_folder(folder, policy) for folder in list_folders(raw)]
    assert sorted(r.load_status for r in results) == ["loaded", "loaded", "refused"]
    assert [p.message_zh for r in results for p in r.problems] == []
    committed = [f for f in list_folders(PROJECT_DIR / "raw") if "xinzhou" in f.path.name]
    assert [validate_folder(f, policy).load_status for f in committed] == ["loaded"]


def test_headings_of_the_reference_document() -> None:
    path = PROJECT_DIR / "raw" / "2022" / "xinzhou-hrss-2022" / "headings.csv"
    text = path.read_text(encoding="utf-8")
    assert ",part,1,1,,第一部分 概况,,L1,confirmed\n" in text
    assert ",part,1,2,,第二部分 2022年部门决算表,,L369,confirmed\n" in text
    assert ",section,2,3.10,,十、其他重要事项情况说明,,L1571,confirmed\n" in text
    assert (
        ",subsection,3,3.9.1,,（一）“三公”经费财政拨款支出决算总体情况说明,,L1520,confirmed\n"
        in text
    )
    assert ",table_title,2,,gk07,财政拨款“三公”经费支出决算表,,L1202,confirmed\n" in text
    assert ",statement,3,,gk08,说明：本表无数据,,L1290,confirmed\n" in text
    assert "和年末结转结余情况。,,L823,confirmed\n" in text
    assert text.count(",part,") == 5
    assert text.count(",table_title,") == 10

"""Which files are one document, and which are documents of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_project.reading import extract_files
from dagster_project.reading.batch.answers import FileSummary
from dagster_project.reading.batch.batch import READ_PATHS
from dagster_project.reading.batch.grouping import (
    group_media,
    group_summaries,
    is_disclosure_by_itself,
    page_series,
)
from dagster_project.reading.batch.tasks import media_of_paths, summarise_path
from dagster_project.reading.model.identity import Stated
from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.sandbox.sandbox import Sandbox
from tests.reading.grids.builders import GK05, saved, workbook
from tests.reading.grids.test_decoders import ROWS

ALL = frozenset({"gk01", "gk02", "gk05"})


def _tables(
    name: str, owner: str | None, year: int | None, codes: frozenset[str] = ALL
) -> FileSummary:
    return FileSummary(Path(name), codes, owner, year)


def _text(name: str, owner: str | None, year: int | None) -> FileSummary:
    return FileSummary(Path(name), frozenset(), owner, year, is_narrative=True)


def _names(*files: FileSummary) -> list[list[str]]:
    return [[path.name for path in group] for group in group_summaries(files)]


def test_tables_find_the_narrative_of_their_organization_and_year() -> None:
    files = (
        _text("n1.txt", "甲局", 2025),
        _tables("t2.xlsx", "乙局", 2025),
        _tables("t1.xlsx", "甲局", None),
        _text("n2.txt", "乙局", 2025),
    )
    assert _names(*files) == [["n1.txt", "t1.xlsx"], ["t2.xlsx", "n2.txt"]]


def test_complete_disclosures_stay_apart() -> None:
    assert _names(_tables("a.xlsx", "甲局", 2024), _tables("b.xlsx", "甲局", 2025)) == [
        ["a.xlsx"],
        ["b.xlsx"],
    ]
    assert len(_names(_tables("a.xlsx", "甲局", 2024), _tables("b.xlsx", "甲局", 2024))) == 2


def test_a_name_may_leave_out_what_is_above_its_place() -> None:
    text = _text("说明.docx", "丙山省丁县中医医院", 2020)
    assert _names(text, _tables("表.xls", "丁县中医医院", 2020)) == [["说明.docx", "表.xls"]]
    assert _names(text, _tables("表.xls", "中医医院", 2020)) == [["说明.docx"], ["表.xls"]]
    assert _names(text, _tables("表.xls", "丁县人民医院", 2020)) == [["说明.docx"], ["表.xls"]]
    other = _tables("表.xls", "戊水省丁县中医医院", 2020)
    assert _names(text, other) == [["说明.docx"], ["表.xls"]]


def test_an_office_names_its_government_or_not() -> None:
    text = _text("说明.docx", "丙市人民政府丁湖街道办事处", 2023)
    assert _names(text, _tables("表.xlsx", "丙市丁湖街道办事处", 2023)) == [
        ["说明.docx", "表.xlsx"]
    ]
    assert len(_names(text, _tables("表.xlsx", "丙市戊湖街道办事处", 2023))) == 2
    # The government itself is another body than its office.
    assert len(_names(text, _tables("表.xlsx", "丙市人民政府", 2023))) == 2


def test_one_table_a_file_is_one_disclosure_in_any_order() -> None:
    tables = [_tables(f"{n}.xls", "甲局", 2024, frozenset({f"gk0{n}"})) for n in range(1, 8)]
    whole = [*tables[:3], _text("说明.html", "甲局", 2024), *tables[3:]]
    for files in (whole, whole[::-1]):
        assert _names(*files) == [[file.path.name for file in files]]


def test_two_disclosures_of_one_table_a_file_stay_apart() -> None:
    files = [
        _tables(f"{year}-{n}.xls", "甲局", year, frozenset({f"gk0{n}"}))
        for n in (1, 2, 3)
        for year in (2023, 2024)
    ]
    assert _names(*files) == [[f"{year}-{n}.xls" for n in (1, 2, 3)] for year in (2023, 2024)]


def test_tables_of_one_organization_without_any_year_are_asked_for_it_once() -> None:
    files = [_tables(f"{n}.xls", "甲局", None, frozenset({f"gk0{n}"})) for n in (1, 2, 3)]
    assert _names(*files) == [["1.xls", "2.xls", "3.xls"]]


def test_another_year_or_organization_is_not_a_companion() -> None:
    assert len(_names(_tables("a.xlsx", "甲局", 2024), _text("a.txt", "甲局", 2025))) == 2
    assert len(_names(_tables("a.xlsx", "甲局", 2024), _text("a.txt", "乙局", 2024))) == 2


def test_a_narrative_that_two_tables_could_claim_goes_to_neither() -> None:
    files = (
        _tables("a.xlsx", "甲局", None),
        _tables("b.xlsx", "甲局", None),
        _text("n.txt", "甲局", 2024),
    )
    assert ["n.txt"] in _names(*files)


def test_the_rest_of_the_tables_in_another_file_belong_to_it() -> None:
    rest = _tables("b.xlsx", "甲局", 2024, frozenset({"gk06", "gk07"}))
    assert _names(_tables("a.xlsx", "甲局", 2024), rest) == [["a.xlsx", "b.xlsx"]]


def test_without_a_name_only_files_named_alike_belong_together() -> None:
    assert len(_names(_tables("x.xlsx", None, None), _text("y.txt", "甲局", 2024))) == 2
    assert len(_names(_tables("x.xlsx", None, None), _text("x.txt", "甲局", 2024))) == 1


def test_of_files_named_alike_one_may_leave_out_the_place_of_their_owner() -> None:
    tables = _tables("x.xlsx", "乙县甲镇人民政府", None)
    assert len(_names(tables, _text("x.docx", "甲镇人民政府", 2024))) == 1
    assert len(_names(tables, _text("y.docx", "甲镇人民政府", 2024))) == 2
    assert len(_names(tables, _text("x.docx", "丙县甲镇人民政府", 2024))) == 2


def test_what_is_stated_of_all_files_tells_whose_they_are() -> None:
    files = [_tables("x.xlsx", None, None), _text("y.docx", "甲镇", None)]
    media: dict[Path, str | None] = {files[0].path: "xlsx", files[1].path: "docx"}
    stated = Stated(2024, "乙县甲镇人民政府")
    assert len(group_media(media, lambda _: files)) == 2
    assert len(group_media(media, lambda _: files, stated)) == 1


def test_a_spreadsheet_and_its_text_become_one_folder(tmp_path: Path) -> None:
    tables, text = tmp_path / "表.xlsx", tmp_path / "说明.txt"
    tables.write_bytes(saved(workbook([(GK05, ROWS)])))
    text.write_text("云山市测试局\n2024年度部门决算\n一、说明\n", encoding="utf-8")
    other = tmp_path / "letter.txt"
    other.write_text("今年的工作总结。\n", encoding="utf-8")
    paths = [tables, other, text]
    media = dict(zip(paths, media_of_paths(paths), strict=True))
    groups = group_media(media, lambda opened: map(summarise_path, opened))
    assert groups == [[tables, text], [other]]
    outcomes = extract_files(paths, tmp_path / "raw")
    assert [o.status for o in outcomes] == ["read", "refused"]
    assert (tmp_path / "raw" / "2024" / "yun-shan-shi-ce-shi-ju-2024" / "gk05.csv").is_file()


def test_a_file_whose_reader_is_killed_still_finds_its_companion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables, text = tmp_path / "表.xlsx", tmp_path / "说明.txt"
    tables.write_bytes(saved(workbook([(GK05, ROWS)])))
    text.write_text("云山市测试局\n2024年度部门决算\n一、说明\n", encoding="utf-8")
    killed: list[object] = []
    call = Sandbox.call

    def kill_once(sandbox: Sandbox, function: object, *arguments: object) -> object:
        if function != READ_PATHS and (function, arguments) not in killed:
            killed.append((function, arguments))
            raise RefusedError("reader_crashed", "")
        return call(sandbox, function, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Sandbox, "call", kill_once)
    [outcome] = extract_files([tables, text], tmp_path / "raw")
    assert outcome.status == "read"
    # The first look at all, that at each, and that into each.
    assert len({function for function, _ in killed}) == 3


def _series(*names: str) -> list[list[str]]:
    media = {Path(name): "image" for name in names}
    return [[path.name for path in group] for group in page_series(media)]


def test_numbered_page_images_of_one_folder_are_one_document() -> None:
    assert _series("a/p-10.png", "a/p-9.png", "a/p-11.png") == [["p-9.png", "p-10.png", "p-11.png"]]
    assert _series("a/3.jpg", "a/2.jpg") == [["2.jpg", "3.jpg"]]
    assert _series("a/第1页.jpg", "a/第2页.jpg") == [["第1页.jpg", "第2页.jpg"]]


def test_images_that_are_no_pages_of_one_another_stay_apart() -> None:
    assert _series("a/p1.png", "b/p2.png") == []
    assert _series("a/p1.png", "a/p3.png") == []
    assert _series("a/p1.png", "a/q2.png", "a/p2.jpg") == []
    assert _series("a/决算2023.png", "a/决算2024.png") == []
    assert page_series({Path("a/1.pdf"): "pdf", Path("a/2.pdf"): "pdf"}) == []


def test_pages_of_one_document_stand_where_their_first_was_given() -> None:
    media = {Path(name): "image" for name in ("x.png", "s2.png", "y.png", "s1.png")}
    groups = group_media(media, lambda paths: [FileSummary(path) for path in paths])
    assert [[path.name for path in group] for group in groups] == [
        ["x.png"],
        ["s1.png", "s2.png"],
        ["y.png"],
    ]


def _save(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_whole_pdfs_are_told_apart_without_being_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    call = Sandbox.call

    def counted(sandbox: Sandbox, function: object, *arguments: object) -> object:
        asked.append(function)
        return call(sandbox, function, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Sandbox, "call", counted)
    padding = b"%" + b"0" * 200_000
    paths = [_save(tmp_path / name, b"%PDF-1.7\n" + padding) for name in ("a.pdf", "b.pdf")]
    assert all(map(is_disclosure_by_itself, paths))
    assert [each.status for each in extract_files(paths, tmp_path / "raw")] == ["refused"] * 2
    assert asked == [READ_PATHS] * 2
    # A page of a table is one of several, and what is no PDF may be its narrative.
    assert not is_disclosure_by_itself(_save(tmp_path / "c.pdf", b"%PDF-1.7\n"))
    assert not is_disclosure_by_itself(_save(tmp_path / "d.pdf", padding))
    assert not is_disclosure_by_itself(tmp_path / "none.pdf")

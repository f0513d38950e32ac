"""The notice to a department (整改通知书), opened by python-docx and compared with the marts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from dagster_project.cli import main
from dagster_project.outgoing.notice import (
    Deadline,
    parse_deadline,
    write_notice,
    write_notices,
)
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.warehouse import open_release
from tests.report.sample_marts import (
    create_marts,
    document_rows,
    insert_document,
    insert_rules,
    new_database,
)

FINANCE, TOWN = "putuo-finance-2024", "putuo-yichuan-2025"
COLUMNS = "序号 程度 位置 印出的数 对照的数 差额 问题 部门答复 更正情况".split()
WEIGHTS = ("阻断", "警告", "提示")


def written(release: Path, documents: Sequence[str], to: Path, **options: Any) -> Document:
    write_notice(release, documents, to, **options)
    return docx.Document(str(to))


def text_of(document: Document) -> str:
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def rows_of(document: Document) -> list[dict[str, str]]:
    header, *rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    return [dict(zip(header, row, strict=True)) for row in rows]


def query(release: Path, statement: str) -> list[dict[str, Any]]:
    with open_release(release) as connection:
        cursor = connection.execute(statement)
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, record, strict=True)) for record in cursor.fetchall()]


@pytest.mark.parametrize("document_id", [FINANCE, TOWN, "xinzhou-hrss-2022"])
def test_every_finding_has_its_values_difference_and_what_to_do(
    release: Path, tmp_path: Path, document_id: str
) -> None:
    rows = rows_of(written(release, [document_id], tmp_path / "n.docx"))
    expected = {
        row["message_zh"]: row
        for row in query(
            release,
            "select * from marts.findings "
            f"where document_id = '{document_id}' and status <> 'rounding'",
        )
    }
    assert len(rows) == len(expected) > 3
    basis = {row["rule_id"]: row for row in query(release, "select * from marts.rules")}
    for row in rows:
        said = row["问题"].split("\n")
        finding = expected[said[0]]
        figures = (row["印出的数"], row["对照的数"], row["差额"])
        if finding["items"] > 1:
            # Several notices rest on several rules: neither two figures nor one rule speak for it.
            assert figures == ("", "", "")
            assert not any(line.startswith("为何:") for line in said)
        else:
            assert figures == (
                finding["left_text"] or finding["printed_text"] or "",
                finding["right_text"] or "",
                finding["difference_text"] or "",
            )
            assert f"为何:{basis[finding['rule_id']]['statement_zh']}" in said
        assert f"怎么改:{finding['next_step_zh']}" in said
        assert any(line.startswith("把握:") for line in said)
        if finding["page"]:
            assert f"第 {finding['page']} 页" in row["位置"]
        assert (row["部门答复"], row["更正情况"]) == ("", "")
    # In the order of their weight, and numbered so.
    weights = [WEIGHTS.index(row["程度"]) for row in rows]
    assert weights == sorted(weights)
    assert [row["序号"] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]


def test_it_says_to_whom_what_was_checked_and_by_when(release: Path, tmp_path: Path) -> None:
    document = written(release, [FINANCE], tmp_path / "n.docx")
    text = text_of(document)
    [row] = query(release, f"select * from marts.documents where document_id = '{FINANCE}'")
    assert f"{row['organization_name']}:" in text.splitlines()
    assert row["source_files"] in text
    for said in (
        f"核对 {row['checks']} 项,其中相符 {row['passes']} 项、尾差 {row['roundings']} 项、"
        f"不符 {row['fails']} 项、无法判断 {row['no_data']} 项、不适用 {row['not_applicable']} 项",
        "自收到本通知之日起 10 个工作日内",
    ):
        assert said in text
    tables = query(
        release,
        "select table_zh from marts.document_tables "
        f"where document_id = '{FINANCE}' and presence = 'data'",
    )
    assert all(table["table_zh"] in text for table in tables)
    # Rounding asks for no reply: one line under the table.
    [rounding] = query(
        release,
        "select message_zh from marts.findings "
        f"where document_id = '{FINANCE}' and status = 'rounding'",
    )
    assert sum(line.startswith(rounding["message_zh"]) for line in text.splitlines()) == 1
    assert "无法判断:" in text


def test_it_is_printed_as_offices_print(release: Path, tmp_path: Path) -> None:
    document = written(release, [FINANCE], tmp_path / "n.docx")
    letter, annex = document.sections
    a4 = (21.0, 29.7)
    assert (round(letter.page_width.cm, 1), round(letter.page_height.cm, 1)) == a4
    assert (round(annex.page_height.cm, 1), round(annex.page_width.cm, 1)) == a4
    assert annex.orientation == WD_ORIENT.LANDSCAPE
    assert "PAGE" in letter.footer._element.xml
    assert annex.footer.is_linked_to_previous
    table = document.tables[0]
    room = annex.page_width.cm - annex.left_margin.cm - annex.right_margin.cm
    assert sum(column.width.cm for column in table.columns) == pytest.approx(room, abs=0.1)
    assert [cell.text for cell in table.rows[0].cells] == COLUMNS
    repeated = [row._tr.findall(f".//{qn('w:tblHeader')}") != [] for row in table.rows]
    assert repeated == [True] + [False] * (len(repeated) - 1)
    assert all(row._tr.findall(f".//{qn('w:cantSplit')}") for row in table.rows)
    fonts = {fonts.get(qn("w:eastAsia")) for fonts in document.element.body.iter(qn("w:rFonts"))}
    assert fonts == {"宋体", "仿宋", "黑体"}


@pytest.mark.parametrize(
    ("asked", "deadline", "said"),
    [
        ("15", Deadline(working_days=15), "15 个工作日内"),
        ("2026-12-31", Deadline(day=date(2026, 12, 31)), "2026 年 12 月 31 日前"),
        ("", Deadline(), "　年　　月　　日前"),
    ],
)
def test_the_deadline_is_days_a_day_or_a_blank(
    release: Path, tmp_path: Path, asked: str, deadline: Deadline, said: str
) -> None:
    assert parse_deadline(asked) == deadline
    document = written(release, [FINANCE], tmp_path / "n.docx", deadline=deadline)
    assert said in text_of(document)


@pytest.mark.parametrize("asked", ["soon", "0", "-3", "2026-02-30", "31.12.2026"])
def test_another_deadline_is_refused(asked: str) -> None:
    with pytest.raises(JuesuanError, match="working days"):
        parse_deadline(asked)


def test_each_department_has_its_own_and_nothing_is_written_over(
    release: Path, tmp_path: Path
) -> None:
    paths = write_notices(release, [FINANCE, TOWN], tmp_path / "通知.docx")
    assert {path.parent for path in paths} == {tmp_path / "通知"}
    names = {path.stem for path in paths}
    assert names == {
        row["organization_name"]
        for row in query(
            release,
            f"select * from marts.documents where document_id in ('{FINANCE}', '{TOWN}')",
        )
    }
    for path in paths:
        text = text_of(docx.Document(str(path)))
        assert sum(f"{name}:" in text.splitlines() for name in names) == 1
    with pytest.raises(JuesuanError, match="is there already"):
        write_notices(release, [FINANCE, TOWN], tmp_path / "通知.docx")
    alone = tmp_path / "one.docx"
    alone.write_bytes(b"a reply")
    with pytest.raises(JuesuanError, match="is there already"):
        write_notices(release, [FINANCE], alone)
    assert alone.read_bytes() == b"a reply"


# What a notice prints of a sentence that holds names of a document.
LONGEST = 1_500
HOSTILE = "../甲\x00局\u202e<w:t>&{organization}" + "长" * 500


def test_text_of_a_document_is_only_text(tmp_path: Path) -> None:
    with new_database(tmp_path) as connection:
        create_marts(connection)
        insert_rules(connection)
        rows = document_rows("d-1", HOSTILE)
        insert_document(connection, rows | {"findings": [_hostile_finding(rows)]})
        connection.execute("create table marts.release_info as select 'r1' as release_id")
    [path] = write_notices(tmp_path, ["d-1"], tmp_path / "n.docx")
    document = docx.Document(str(path))
    plain = re.sub("[\x00\u202e]", "", HOSTILE)
    assert f"{plain}:" in text_of(document)
    [row] = rows_of(document)
    # As long as it likes, but not on our paper.
    assert row["问题"].split("\n")[0] == plain + "x" * (LONGEST - len(HOSTILE)) + "…"
    # Several of them are files in the folder, whatever they call themselves.
    with new_database(_folder(tmp_path / "two")) as connection:
        create_marts(connection)
        for number, name in enumerate((HOSTILE, HOSTILE + "!", "..")):
            insert_document(connection, document_rows(f"d-{number}", name))
        connection.execute("create table marts.release_info as select 'r1' as release_id")
    paths = write_notices(tmp_path / "two", ["d-0", "d-1", "d-2"], tmp_path / "out")
    assert len({path.resolve() for path in paths}) == 3
    assert all(path.resolve().parent == tmp_path / "out" and path.is_file() for path in paths)


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _hostile_finding(rows: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    return {
        "finding_id": "f",
        "document_id": rows["documents"][0]["document_id"],
        "rule_id": "I11",
        "severity": "warning",
        "state": "new",
        "status": "fail",
        "message_zh": HOSTILE + "x" * LONGEST,
        "left_text": HOSTILE[:20],
        "evidence": "[]",
    }


def test_a_waived_finding_is_not_asked_about(tmp_path: Path) -> None:
    with new_database(tmp_path) as connection:
        create_marts(connection)
        insert_rules(connection)
        rows = document_rows("d-1", "甲局")
        finding = _hostile_finding(rows)
        waived = finding | {"finding_id": "g", "waived_by": "复核人"}
        insert_document(connection, rows | {"findings": [waived]})
        connection.execute("create table marts.release_info as select 'r1' as release_id")
    document = written(tmp_path, ["d-1"], tmp_path / "n.docx")
    assert document.tables == []
    assert "没有需要更正或说明的问题" in text_of(document)


def test_the_commands_write_it(release: Path, tmp_path: Path) -> None:
    published = tmp_path / "published" / "releases"
    published.mkdir(parents=True)
    (published / "r1").symlink_to(release)
    (release / "datapackage.json").write_text("{}", encoding="utf-8")
    (published.parent / "current").symlink_to("releases/r1")
    arguments = ["findings", FINANCE, "--published", str(published.parent), "--format", "docx"]
    output = tmp_path / "n.docx"
    done = CliRunner().invoke(main, [*arguments, "--output", str(output), "--deadline", "7"])
    assert done.exit_code == 3, done.output
    assert "7 个工作日内" in text_of(docx.Document(str(output)))
    again = CliRunner().invoke(main, [*arguments, "--output", str(output)])
    assert (again.exit_code, "is there already" in again.stderr) == (2, True)

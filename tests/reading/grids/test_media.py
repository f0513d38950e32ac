"""Files by what they are and not by their name: XML, web archives, text and office documents."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from dagster_project.reading.decoders.media import decoder_of, medium_of
from dagster_project.reading.decoders.office import convert
from dagster_project.reading.decoders.office.decode import decode_doc
from dagster_project.reading.interpret import interpret
from dagster_project.reading.model.grid import TextLine
from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.sandbox.limits import Limits
from dagster_project.reading.sandbox.sandbox import Sandbox
from tests.reading import misbehaving
from tests.reading.grids.builders import COVER, GK05, table, values
from tests.reading.grids.test_decoders import OLE, PRINTED, ROWS, _docx, _html

GRID = [
    [GK05, "", "", "", ""],
    ["部门：云山市测试局", "", "", "", "单位：万元"],
    ["项目", "", "合计", "基本支出", "项目支出"],
    ["功能分类科目编码", "科目名称", "", "", ""],
    ["201", "一般公共服务支出", "1,003.00", "1,000.50", "2.50"],
    ["合计", "", "1,003.00", "1,000.50", "0.00"],
]


def _read(content: bytes) -> dict[tuple[str, str], str]:
    decoded = decoder_of(medium_of(content))(content)
    decoded.items.append(TextLine(COVER, "L1"))
    found = interpret(decoded)
    assert found.refusal is None, found.refusal
    read_table = table(found, "gk05")
    assert read_table.read_status == "confirmed", read_table.reading_notes
    return values(read_table)


def _xml_2003(encoding: str = "utf-8") -> bytes:
    def cell(row: int, column: int, value: object) -> str:
        if value is None or (row, column) in ((3, 2), (4, 3), (4, 4), (4, 5), (6, 2)):
            return ""
        spans = {(3, 1): ' ss:MergeAcross="1"', (6, 1): ' ss:MergeAcross="1"'}
        if row == 3 and column > 2:
            spans[row, column] = ' ss:MergeDown="1"'
        is_number = isinstance(value, int | float)
        kind, style = ("Number", ' ss:StyleID="s1"') if is_number else ("String", "")
        return (
            f'<Cell ss:Index="{column}"{style}{spans.get((row, column), "")}>'
            f'<Data ss:Type="{kind}">{escape(str(value))}</Data></Cell>'
        )

    rows = "".join(
        f'<Row ss:Index="{r}">{"".join(cell(r, c, v) for c, v in enumerate(row, 1))}</Row>'
        for r, row in enumerate(ROWS, 1)
    )
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        f'<Workbook xmlns="{space}" xmlns:ss="{space}"><Styles><Style ss:ID="s1">'
        '<NumberFormat ss:Format="Standard"/></Style></Styles>'
        f'<Worksheet ss:Name="公开05表"><Table>{rows}</Table></Worksheet></Workbook>'
    )
    return text.encode(encoding)


def _mhtml(*pages: bytes, charset: str = "utf-8") -> bytes:
    archive = MIMEMultipart("related", type="text/html")
    archive["Subject"] = "导出"
    for page in pages:
        archive.attach(MIMEText(page.decode(charset), "html", charset))
    return archive.as_bytes()


def _delimited(delimiter: str, encoding: str) -> bytes:
    def field(text: str) -> str:
        return f'"{text}"' if delimiter in text else text

    lines = [delimiter.join(map(field, row)) for row in GRID]
    return "\r\n".join(lines).encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_spreadsheet_2003_is_read(encoding: str) -> None:
    content = _xml_2003(encoding)
    assert medium_of(content) == "xml2003"
    assert _read(content) == PRINTED


def test_cells_of_xml_spreadsheet_2003_are_where_their_index_says() -> None:
    (drawn,) = decoder_of("xml2003")(_xml_2003()).grids()
    assert (len(drawn.rows), drawn.width) == (6, 5)
    assert drawn.rows[2][0] is drawn.rows[2][1]
    assert drawn.rows[2][3] is drawn.rows[3][3]
    assert drawn.rows[4][2].locator == "公开05表!C5"


def test_a_web_archive_is_read() -> None:
    content = _mhtml(_html())
    assert medium_of(content) == "mhtml"
    assert _read(content) == PRINTED


def test_a_web_archive_without_a_page_is_refused_by_its_name() -> None:
    with pytest.raises(RefusedError, match="mht"):
        decoder_of("mhtml")(_mhtml())


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", ["\t", ","])
def test_text_with_cells_is_a_sheet_in_every_encoding(delimiter: str, encoding: str) -> None:
    content = _delimited(delimiter, encoding)
    assert medium_of(content) == "delimited"
    assert _read(content) == PRINTED


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_page_saved_with_a_byte_order_mark_is_read(encoding: str) -> None:
    content = _html().decode().encode(encoding)
    assert medium_of(content) == "html"
    assert _read(content) == PRINTED


@pytest.mark.parametrize(
    "text",
    [
        "一、部门概况\n\t本部门负责,在全市.\n二、决算\n\t收入1,234.00万元,支出1,200.00万元.\n三、说明\n无\n",
        "项目 1,234.00 2,345,678.00\n项目二 1,234.00\n合计 1,234,567.00\n甲 1,000.00\n乙 2\n丙\n",
    ],
    ids=["sentences", "columns of a text dump"],
)
def test_running_text_is_no_sheet(text: str) -> None:
    assert medium_of(text.encode()) == "text"


def _zipped(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "medium"),
    [
        (OLE + "WordDocument".encode("utf-16-le"), "doc"),
        (rb"{\rtf1\ansi}", "rtf"),
        (_zipped("mimetype", b"application/vnd.oasis.opendocument.text"), "odt"),
        (b'<?xml version="1.0"?><w:wordDocument xmlns:w="x"/>', "wordxml"),
    ],
)
def test_office_documents_are_told_by_their_content(content: bytes, medium: str) -> None:
    assert medium_of(content) == medium


def _install(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """Put a program that stands for LibreOffice in front of all others."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_without_libreoffice_both_ways_out_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convert, "_PROGRAMS", ("no-such-soffice",))
    with pytest.raises(RefusedError) as refused:
        decode_doc(OLE)
    assert refused.value.reason_code == "needs_libreoffice"
    assert "安装 LibreOffice" in refused.value.reason_zh
    assert "另存为 docx" in refused.value.reason_zh


_FIND = 'for a; do last=$p; p=$a; case $last in --outdir) out=$a;; esac; done; mkdir -p "$out"'


def test_what_libreoffice_makes_is_read_and_its_profile_is_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "made.docx").write_bytes(_docx())
    said = tmp_path / "said"
    script = f'{_FIND}; echo "$@" > {said}; cp {tmp_path}/made.docx "$out/document.docx"'
    script += f'; cat "$HOME"/profile/user/registrymodifications.xcu >> {said}'
    _install(monkeypatch, tmp_path, script)
    decoded = decode_doc(OLE)
    decoded.items.append(TextLine(COVER, "L1"))
    assert values(table(interpret(decoded), "gk05")) == PRINTED
    text = said.read_text()
    assert "--headless" in text
    assert "DisableMacrosExecution" in text
    (profile,) = re.findall(r"UserInstallation=file://(\S+)", text)
    assert not Path(profile).exists(), "the profile is left behind"


def test_libreoffice_that_makes_nothing_is_a_refusal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _install(monkeypatch, tmp_path, "exit 0")
    with pytest.raises(RefusedError, match="打不开"):
        decode_doc(OLE)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # What nobody waits for stays in the table of processes; it does nothing any more.
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


def _ends(pid: int) -> bool:
    end = time.monotonic() + 60
    while _lives(pid) and time.monotonic() < end:
        time.sleep(0.05)
    return not _lives(pid)


def test_libreoffice_that_hangs_is_ended_with_its_children(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _install(monkeypatch, tmp_path, f"sleep 600 & echo $! > {tmp_path}/pid; wait")
    with pytest.raises(RefusedError) as refused:
        convert.convert(OLE, "doc", "docx", seconds=1.0)
    assert refused.value.reason_code == "timed_out"
    assert _ends(int((tmp_path / "pid").read_text()))


def test_libreoffice_ends_when_the_sandbox_ends_its_reader(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # In the sandbox it can write nothing down: it is known by how long it sleeps.
    sleep = f"600.{os.getpid()}"
    _install(monkeypatch, tmp_path, f"sleep {sleep} & wait")
    limits = Limits(seconds=2.0, seconds_per_page=0.0, longest_seconds=4)
    with Sandbox(1, limits) as sandbox, ThreadPoolExecutor(1) as pool:
        called = pool.submit(sandbox.call, misbehaving.convert_for_ever)
        started: list[int] = []
        while not started and not called.done():
            started = _processes_with(sleep)
        with pytest.raises(RefusedError) as refused:
            called.result()
    assert refused.value.reason_code == "timed_out"
    assert started
    assert _ends(started[0])


def _processes_with(argument: str) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if path.read_bytes() == f"sleep\0{argument}\0".encode():
                found.append(int(path.parent.name))
    return found


@pytest.fixture(scope="module")
def convert_with_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    program = convert.find_program()
    if program is None:
        pytest.skip("LibreOffice is not installed here: what it makes is tested with a stand-in")
    folder = tmp_path_factory.mktemp("libreoffice")
    (folder / "document.docx").write_bytes(_docx())

    def run(ending: str) -> bytes:
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", ending, "--outdir", str(folder)]
        subprocess.run([*command, str(folder / "document.docx")], check=True, timeout=120)  # noqa: S603
        return (folder / f"document.{ending}").read_bytes()

    return run


@pytest.mark.parametrize("ending", ["doc", "rtf", "odt", "fodt"])
def test_a_document_that_libreoffice_wrote_is_read(
    ending: str, convert_with_libreoffice: Callable[[str], bytes]
) -> None:
    content = convert_with_libreoffice(ending)
    assert medium_of(content) == {"fodt": "wordxml"}.get(ending, ending)
    assert _read(content) == PRINTED


def test_an_ofd_is_refused_by_its_name_with_what_to_do() -> None:
    with pytest.raises(RefusedError, match=r"ofd.*PDF"):
        medium_of(_zipped("OFD.xml", b"<ofd:OFD/>"))


@pytest.mark.parametrize("note", ["5 00.00", "--500", "注：本表以万元为单位，保留两位小数。"])
def test_lines_of_one_cell_around_a_table_do_not_hide_that_it_is_one(note: str) -> None:
    """What stands below a table is no second line of its last row."""
    around = ["测试局2024年度部门决算", "公开05表", "单位：万元"]
    content = "\n".join([*around, _delimited(",", "utf-8").decode(), note]).encode()
    assert medium_of(content) == "delimited"
    (read,) = decoder_of("delimited")(content).grids()
    assert [cell.text for cell in read.rows[-1] if cell.text] == [note]


@pytest.mark.parametrize(
    "line",
    ["201 一般公共服务支出 1,500.00 1,900.00 2,600.00", "收入1,500.00万元,支出900.00万元,无结余。"],
)
def test_commas_between_thousands_or_in_sentences_make_no_sheet(line: str) -> None:
    assert medium_of("\n".join(["公开05表", *[line] * 8, "完", "完"]).encode()) == "text"

"""Findings as notes in a PDF, opened again by other libraries: what stands under each note.

The annotations are read by pdfminer, the text under their boxes by pypdfium2.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from click.testing import CliRunner
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

from dagster_project.cli import main
from dagster_project.outgoing.annotated import annotate_pdf
from dagster_project.reading.model.document import ReadDocument
from dagster_project.reading.model.source import RefusedError
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.warehouse import open_release
from dagster_project.sources.kept import KeptFile
from dagster_project.sources.shown import ShownSources
from tests.printing.choices import choose
from tests.printing.document import print_document
from tests.reading.hostile import encrypted_pdf
from tests.report.sample_marts import create_marts, document_rows, insert_document, new_database
from tests.sampling import one_in
from tests.shared_documents import DOCUMENTS, needs_shared

FINANCE = DOCUMENTS / "putuo-finance-2024.pdf"


@dataclass(frozen=True)
class Seen:
    """An annotation as another library reads it, with the text that its page prints under it."""

    page: int
    kind: str
    contents: str
    author: str
    subject: str
    colour: tuple[float, ...]
    under: str


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShownSources]:
    with ShownSources(tmp_path_factory.mktemp("images")) as sources:
        yield sources


def kept(path: Path) -> KeptFile:
    return KeptFile(path, path.name, hashlib.sha256(path.read_bytes()).hexdigest())


def _text(value: Any) -> str:
    return decode_text(resolve1(value) or b"")


def annotations(path: Path) -> list[Seen]:
    found = []
    printed = pdfium.PdfDocument(path)
    with path.open("rb") as stream:
        pages = PDFPage.create_pages(PDFDocument(PDFParser(stream)))
        for number, page in enumerate(pages, start=1):
            layer = printed[number - 1].get_textpage()
            for reference in resolve1(page.annots) or []:
                note = resolve1(reference)
                quads = note.get("QuadPoints") or []
                lines = [quads[at : at + 8] for at in range(0, len(quads), 8)]
                boxes = [(min(q[::2]), min(q[1::2]), max(q[::2]), max(q[1::2])) for q in lines] or [
                    tuple(note["Rect"])
                ]
                found.append(
                    Seen(
                        number,
                        note["Subtype"].name,
                        _text(note.get("Contents")),
                        _text(note.get("T")),
                        _text(note.get("Subj")),
                        tuple(note.get("C") or ()),
                        "".join(layer.get_text_bounded(*box) for box in boxes).strip(),
                    )
                )
    return found


def contents_of_pages(path: Path) -> list[bytes]:
    """Return what draws each page, as its streams hold it."""
    with path.open("rb") as stream:
        return [
            b"".join(resolve1(part).get_data() for part in page.contents)
            for page in PDFPage.create_pages(PDFDocument(PDFParser(stream)))
        ]


def _evidence(side: str, table: str, cell: Any) -> dict[str, Any]:
    return {
        "side": side,
        "weight": 1,
        "table_code": table,
        "row_no": cell.row_no,
        "column_code": cell.column_code,
        "printed_label": cell.printed_label,
        "printed_text": cell.printed_text,
        "page": cell.page,
        "source_locator": cell.source_locator,
    }


def finding(number: int, sides: Sequence[Any] = (), **fields: Any) -> dict[str, Any]:
    return {
        "finding_id": f"fnd_{number}",
        "document_id": "d-1",
        "rule_id": f"I{number}",
        "severity": "warning",
        "state": "new",
        "status": "fail",
        "message_zh": f"第 {number} 个问题",
        "next_step_zh": "核对",
        "evidence": json.dumps(sides),
        **fields,
    }


def make_release(folder: Path, read: ReadDocument | None, findings: Sequence[Any]) -> Path:
    """Make a release of one document: its cells where the reader found them, and findings."""
    folder.mkdir()
    with new_database(folder) as connection:
        create_marts(connection)
        rows: dict[str, Any] = document_rows("d-1", "示例局")
        rows["cells"] = [
            {
                "document_id": "d-1",
                "table_code": table.table_code,
                "row_no": cell.row_no,
                "column_code": cell.column_code,
                "printed_text": cell.printed_text,
                "page": cell.page,
                "bbox": ",".join(map(str, cell.bbox)),
                "source_locator": cell.source_locator,
            }
            for table in (read.tables if read else [])
            for cell in table.cells
            if cell.bbox
        ]
        rows["findings"] = list(findings)
        insert_document(connection, rows)
        connection.execute("create table marts.release_info as select 'r1' as release_id")
    return folder


# Where a place is on any page: tests/sources/test_shown.py.
@pytest.mark.parametrize(
    "page", one_in(2, ["sideways", "portrait", "cropped", "landscape", "rotated"], 0)
)
def test_both_sides_are_boxed_where_their_figures_are_printed(
    shown: ShownSources, tmp_path: Path, page: str
) -> None:
    printed = print_document(choose(7, "pdf", page=page))
    source = tmp_path / "决算.pdf"
    source.write_bytes(printed.content)
    read = printed.read()
    cells = [
        (table.table_code, cell)
        for table in read.tables
        for cell in table.cells
        # Wide enough to be told from what stands around it.
        if cell.page and cell.bbox and len(cell.printed_text.strip()) >= 6
    ]
    sides = [cells[0], next(each for each in reversed(cells) if each[1].page != cells[0][1].page)]
    evidence = [_evidence(name, *side) for name, side in zip(("left", "right"), sides, strict=True)]
    release = make_release(tmp_path / "release", read, [finding(1, evidence)])
    output = tmp_path / "out.pdf"
    assert annotate_pdf(release, "d-1", kept(source), output, shown) == 1
    boxes = [seen for seen in annotations(output) if seen.kind == "Square"]
    assert {(seen.page, seen.under) for seen in boxes} == {
        (cell.page, cell.printed_text.strip()) for _, cell in sides
    }
    assert len(boxes) == 2
    for seen in boxes:
        assert (seen.author, seen.subject) == ("Juesuan", "1")
        assert seen.contents.startswith("1 警告")
        assert "第 1 个问题\n怎么改:核对" in seen.contents
    # The number is shown beside each; nothing that was published is touched.
    assert sorted(s.contents for s in annotations(output) if s.kind == "Stamp") == ["1", "1"]
    assert output.read_bytes().startswith(printed.content)
    assert contents_of_pages(output) == contents_of_pages(source)


def _sample(path: Path, **options: Any) -> Path:
    """Write a PDF of two pages, the first of which says something twice."""
    drawing = canvas.Canvas(str(path), pagesize=(595, 842), **options)
    drawing.drawString(72, 700, "total 1234.56 and 99.87%")
    drawing.drawString(72, 600, "again 7.00, again 7.00")
    drawing.showPage()
    drawing.drawString(72, 700, "other")
    drawing.showPage()
    drawing.save()
    return path


def _said(text: str, page: int = 1) -> dict[str, Any]:
    return {
        "side": "left",
        "table_code": "claims",
        "row_key": "k",
        "printed_text": text,
        "page": page,
        "source_locator": f"p{page}",
    }


def test_a_sentence_is_marked_and_what_has_no_place_is_a_note_on_its_page(
    shown: ShownSources, tmp_path: Path
) -> None:
    source = _sample(tmp_path / "a.pdf")
    hostile = "\x00\u202e<script>(\\)" + "长" * 5_000
    release = make_release(
        tmp_path / "release",
        None,
        [
            finding(1, [_said("99.87%")], severity="blocking"),
            finding(2, [_said("nowhere", 2)], severity="warning", page=2, message_zh=hostile),
            finding(3, [], severity="notice"),
            finding(4, [_said("99.87%")], waived_by="复核人"),
            finding(5, [_said("again 7.00")], severity="notice"),
        ],
    )
    output = tmp_path / "out.pdf"
    assert annotate_pdf(release, "d-1", kept(source), output, shown) == 4
    seen = {each.subject: each for each in annotations(output) if each.kind != "Stamp"}
    assert {number: (each.kind, each.page) for number, each in seen.items()} == {
        "1": ("Highlight", 1),
        "2": ("Text", 2),
        "3": ("Text", 1),
        "4": ("Text", 1),
    }
    # Of two places that say the same none is marked: a mark would be believed.
    assert "again 7.00" in seen["4"].contents
    assert "2 处" in seen["4"].contents
    assert seen["1"].under == "99.87%"
    assert "<script>" in seen["2"].contents
    assert not {"\x00", "\u202e"} & set(seen["2"].contents)
    assert len(seen["2"].contents) < 2_000
    # A colour for each severity.
    assert len({each.colour for each in seen.values()}) == 3


def test_what_can_be_opened_without_a_password_is_annotated(
    shown: ShownSources, tmp_path: Path
) -> None:
    locked = StandardEncryption("", ownerPassword="owner", canModify=0, strength=128)
    source = _sample(tmp_path / "locked.pdf", encrypt=locked)
    release = make_release(tmp_path / "release", None, [finding(1, [_said("1234.56")])])
    output = tmp_path / "out.pdf"
    annotate_pdf(release, "d-1", kept(source), output, shown)
    [seen] = [each for each in annotations(output) if each.kind == "Highlight"]
    assert (seen.under, seen.author) == ("1234.56", "Juesuan")
    assert "第 1 个问题" in seen.contents


@pytest.mark.parametrize("kind", ["encrypted", "truncated", "text", "broken"])
def test_what_is_no_readable_pdf_is_refused_in_words(
    shown: ShownSources, tmp_path: Path, kind: str
) -> None:
    whole = _sample(tmp_path / "a.pdf").read_bytes()
    content = {
        "encrypted": encrypted_pdf(),
        "truncated": whole[: len(whole) // 2],
        "text": "床前明月光\n".encode(),
        "broken": b"%PDF-1.4\n" + b"x" * 500 + b"\nstartxref\n7\n%%EOF",
    }[kind]
    source = tmp_path / "source.pdf"
    source.write_bytes(content)
    release = make_release(tmp_path / "release", None, [finding(1, [_said("1234.56")])])
    with pytest.raises(RefusedError) as refusal:
        annotate_pdf(release, "d-1", kept(source), tmp_path / "out.pdf", shown)
    assert "PDF" in refusal.value.reason_zh
    assert not (tmp_path / "out.pdf").exists()


def test_a_file_that_is_there_is_not_written_over(shown: ShownSources, tmp_path: Path) -> None:
    source = _sample(tmp_path / "a.pdf")
    release = make_release(tmp_path / "release", None, [finding(1)])
    with pytest.raises(JuesuanError, match="is there already"):
        annotate_pdf(release, "d-1", kept(source), source, shown)


@needs_shared("notes lie on the figures of a published disclosure", FINANCE)
def test_a_published_disclosure_is_checked_and_its_findings_stand_on_their_pages(
    release: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out.pdf"
    arguments = ["check", str(FINANCE), "--format", "pdf", "--output", str(output)]
    environment = {"JUESUAN_PUBLISHED_DIR": str(tmp_path / "none")}
    done = CliRunner().invoke(main, arguments, env=environment)
    assert done.exit_code == 3, done.output
    with open_release(release) as connection:
        rows = connection.execute(
            "select message_zh, status, page, printed_text from marts.findings "
            "where document_id = 'putuo-finance-2024'"
        ).fetchall()
    seen = [each for each in annotations(output) if each.kind != "Stamp"]
    # Every finding is there, under one number.
    for message, status, page, text in rows:
        own = [each for each in seen if message in each.contents]
        assert len({each.subject for each in own}) == 1, message
        assert any(each.page == page for each in own)
        if status == "fail":
            # What is found nowhere is not shown somewhere else, but told.
            told = [e.contents if e.kind == "Text" else "".join(e.under.split()) for e in own]
            # The unit of a figure is beside it.
            figure = text.removesuffix("%").removesuffix("万元")
            assert any(figure in one for one in told), (text, own)
    assert len({each.subject for each in seen}) == len(rows)
    # Each box holds what its note says is printed there.
    for each in seen:
        if each.kind == "Square":
            printed = each.contents.rsplit(" ", 1)[-1]
            assert printed in ("空白", each.under), each
    assert output.read_bytes().startswith(FINANCE.read_bytes())
    again = CliRunner().invoke(main, arguments, env=environment)
    assert (again.exit_code, "is there already" in again.stderr) == (2, True)


def test_a_document_without_pdf_is_refused_in_words(tmp_path: Path) -> None:
    sheet = tmp_path / "决算.xlsx"
    sheet.write_bytes(print_document(choose(7, "xlsx")).content)
    arguments = ["check", str(sheet), "--year", "2023", "--organization", "示例局"]
    output = tmp_path / "out.pdf"
    done = CliRunner().invoke(
        main,
        [*arguments, "--format", "pdf", "--output", str(output)],
        env={"JUESUAN_PUBLISHED_DIR": str(tmp_path / "none")},
    )
    assert (done.exit_code, "这不是 PDF 文件" in done.stderr) == (2, True), done.output
    assert not output.exists()

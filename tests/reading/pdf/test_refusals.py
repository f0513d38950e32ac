"""Files that cannot be read end with one plain sentence, never with another error."""

from __future__ import annotations

import zlib

import pytest

from dagster_project.reading.decoders.pdf import decode_pdf
from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.page import limits
from tests.printing.drawing import Drawing, Table

ROWS = [["行政运行", "11.10"], ["住房公积金", "22.20"]]


def drawn(password: str | None = None) -> bytes:
    drawing = Drawing(password=password)
    drawing.table(Table(ROWS))
    return drawing.bytes()


def written(*objects: bytes) -> bytes:
    """Return a PDF of these objects, the first of which is the catalogue."""
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    trailer = b"trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(content))
    return content + head + table + trailer


def refused(content: bytes) -> str:
    with pytest.raises(RefusedError) as refusal:
        decode_pdf(content)
    assert refusal.value.reason_zh
    return refusal.value.reason_code


def test_a_password_is_asked_for_by_no_one() -> None:
    assert refused(drawn(password="secret")) == "encrypted"  # noqa: S106


def test_an_owner_password_does_not_keep_readers_out() -> None:
    (grid,) = decode_pdf(drawn(password="")).grids()
    assert [[cell.text for cell in row] for row in grid.rows] == ROWS


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_file_says_so(share: float) -> None:
    content = drawn()
    assert refused(content[: int(len(content) * share)]) == "truncated"


def test_a_file_without_pages_says_so() -> None:
    content = written(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>")
    assert refused(content) == "no_pages"


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"%PDF-1.7\n%%EOF", b"%PDF-1.4 startxref 9 %%EOF"]
)
def test_what_is_no_document_is_refused(content: bytes) -> None:
    assert refused(content) in {"not_pdf", "damaged", "no_pages"}


def test_too_many_pages_are_not_one_disclosure() -> None:
    drawing = Drawing()
    for _ in range(limits.MAX_PAGES):
        drawing.next_page()
    drawing.text(1, 1, "1")
    assert refused(drawing.bytes()) == "too_many_pages"


def test_an_absurd_page_size_is_refused() -> None:
    drawing = Drawing((20_000, 100))
    drawing.table(Table(ROWS))
    assert refused(drawing.bytes()) == "page_too_large"


@pytest.mark.parametrize(
    ("limit", "module"),
    [
        ("MAX_CHARS_PER_PAGE", "decoders.pdf.characters"),
        ("MAX_OBJECTS_PER_PAGE", "decoders.pdf.rulings"),
        ("MAX_PATH_POINTS_PER_PAGE", "decoders.pdf.rulings"),
        ("MAX_RULINGS", "page.outlines"),
    ],
)
def test_absurdly_dense_pages_are_refused(
    limit: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"dagster_project.reading.{module}.{limit}", 2)
    assert refused(drawn()) == "page_too_dense"


def test_the_end_of_a_file_may_be_padded() -> None:
    assert decode_pdf(drawn() + b"\x00" * 10_000).page_count == 1


def test_a_file_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "dagster_project.reading.decoders.pdf.integrity.MAX_UNPACKED_BYTES", 2_000_000
    )
    bomb = zlib.compress(b" " * 5_000_000)
    content = written(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(bomb), bomb),
    )
    assert refused(content) == "too_large_unpacked"
    monkeypatch.undo()
    assert decode_pdf(content).items == []

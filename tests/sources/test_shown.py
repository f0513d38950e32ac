"""Pages as images, and where cells and sentences stand on them: turned, cropped, and hostile ones.

Nothing here asks the code where something is: what is drawn in a box of the image is looked at.
"""

from __future__ import annotations

import functools
import hashlib
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from reportlab.pdfgen import canvas

from dagster_project.reading.model.source import RefusedError
from dagster_project.release.places import CELL, SENTENCE, SHEET_CELL, Place
from dagster_project.sources.in_sandbox import GridShown, Share
from dagster_project.sources.kept import KEPT_FOLDER, KeptFile, kept_source
from dagster_project.sources.shown import ShownSources
from tests.printing.choices import choose
from tests.printing.document import print_document
from tests.reading.hostile import pdf_of_pages

DARK = 128


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShownSources]:
    with ShownSources(tmp_path_factory.mktemp("images")) as sources:
        yield sources


def keep(folder: Path, content: bytes, name: str = "document.pdf") -> KeptFile:
    path = folder / name
    path.write_bytes(content)
    return KeptFile(path, name, hashlib.sha256(content).hexdigest())


def pixels(shown: ShownSources, file: KeptFile, page: int) -> NDArray[np.uint8]:
    with Image.open(shown.page_image(file, page)) as image:
        return np.asarray(image.convert("L"))


def cut(image: NDArray[np.uint8], box: Share, margin: int = 0) -> NDArray[np.uint8]:
    height, width = image.shape
    left, top, right, bottom = box
    return image[
        round(top * height) + margin : round(bottom * height) - margin,
        round(left * width) + margin : round(right * width) - margin,
    ]


@pytest.mark.parametrize("page", ["portrait", "landscape", "rotated", "sideways", "cropped"])
def test_the_box_of_a_cell_holds_its_ink_and_that_of_a_blank_one_none(
    shown: ShownSources, tmp_path: Path, page: str
) -> None:
    printed = print_document(choose(7, "pdf", page=page, zeros="blank", shading="none"))
    read = printed.read()
    file = keep(tmp_path, printed.content)
    filled = blank = 0
    images = functools.cache(lambda number: pixels(shown, file, number))
    # Four tables are as good as all: the page is drawn and its text is read for each.
    for table in read.tables[:4]:
        cells = [cell for cell in table.cells if cell.page and cell.bbox]
        places = [
            Place("d", CELL, "left", page=cell.page, box=cell.bbox, printed_text=cell.printed_text)
            for cell in cells
        ]
        for cell, marked in zip(cells, shown.mark(file, places), strict=True):
            [box] = marked.boxes
            inside = cut(images(cell.page or 0), box, margin=4)
            assert bool((inside < DARK).any()) == bool(cell.printed_text.strip()), cell
            filled, blank = filled + bool(cell.printed_text), blank + (not cell.printed_text)
    assert filled > 50
    assert blank > 10


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_sentence_is_found_where_it_is_drawn_on_a_turned_and_cropped_page(
    shown: ShownSources, tmp_path: Path, turn: int
) -> None:
    drawn = io.BytesIO()
    paper = canvas.Canvas(drawn, pagesize=(400, 600))
    paper.setCropBox((30, 50, 380, 560))
    paper.setPageRotation(turn)
    paper.setFont("Helvetica", 14)
    paper.drawString(60, 300, "Total spending 12.34 wan")
    paper.save()
    file = keep(tmp_path, drawn.getvalue())
    place = Place(
        "d", SENTENCE, "left", page=1, printed_text="12.34", excerpt="Total spending 12.34 wan"
    )
    [marked] = shown.mark(file, [place])
    image = pixels(shown, file, 1)
    # All the ink of the page is in the box of the sentence, and not all in that of its figure.
    ink = (image < DARK).sum()
    held = sum((cut(image, box) < DARK).sum() for box in marked.boxes)
    figure = sum((cut(image, box) < DARK).sum() for box in marked.figure)
    assert held > 0.97 * ink > 0
    assert 0.1 * ink < figure < 0.4 * ink


def test_what_a_page_does_not_say_has_no_box(shown: ShownSources, tmp_path: Path) -> None:
    drawn = io.BytesIO()
    paper = canvas.Canvas(drawn)
    for at in range(6):
        paper.drawString(60, 700 - 20 * at, f"row {at} says 5.00 and 7.77")
    paper.save()
    file = keep(tmp_path, drawn.getvalue())

    def find(text: str, excerpt: str = "", page: int = 1) -> int:
        place = Place("d", SENTENCE, "left", page=page, printed_text=text, excerpt=excerpt)
        return len(shown.mark(file, [place])[0].boxes)

    assert find("9.99") == 0
    # Six times the same figure: no box would say which.
    assert find("5.00") == 0
    assert find("5.00", "row 3 says 5.00") == 1
    assert find("5.00", "row 3 says 5.00", page=2) == 0
    assert find("", "row 3") == 1
    other = Place("d", SHEET_CELL, "left", sheet="S", reference="C3")
    assert shown.mark(file, [other])[0].boxes == ()


def test_images_are_kept_under_their_hash_and_the_oldest_go(tmp_path: Path) -> None:
    drawn = io.BytesIO()
    paper = canvas.Canvas(drawn)
    for page in range(4):
        for at in range(60):
            paper.drawString(60, 800 - 12 * at, f"page {page} line {at} " + "lorem ipsum " * 5)
        paper.showPage()
    paper.save()
    file = keep(tmp_path, drawn.getvalue())
    with ShownSources(tmp_path / "all") as shown:
        first = shown.page_image(file, 1)
        size = first.stat().st_size
        file.path.unlink()
        # Drawn once: the file is not opened again.
        assert shown.page_image(file, 1) == first
        assert first.parent.name == file.sha256
    file.path.write_bytes(drawn.getvalue())
    with ShownSources(tmp_path / "few", most_bytes=int(2.5 * size)) as shown:
        for page in range(1, 5):
            shown.page_image(file, page)
        left = list((tmp_path / "few").rglob("*.webp"))
        assert 1 <= len(left) <= 2
        assert shown.page_image(file, 4) in left


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: b"%PDF-1.4\n<<garbage", "PDF"),
        (lambda: b"PK\x03\x04nothing", "损坏"),
        (lambda: pdf_of_pages(601), "601"),
    ],
)
def test_hostile_sources_are_refused_in_words(
    shown: ShownSources, tmp_path: Path, make: Callable[[], bytes], word: str
) -> None:
    file = keep(tmp_path, make())
    for ask in (shown.shape, lambda file: shown.page_image(file, 1), shown.contents):
        with pytest.raises(RefusedError, match=word):
            ask(file)
    drawn = keep(tmp_path, pdf_of_pages(1), "one.pdf")
    with pytest.raises(RefusedError, match="第 2 页"):
        shown.page_image(drawn, 2)
    assert shown.page_image(drawn, 1).stat().st_size > 0


def test_sheets_are_shown_with_the_locators_of_their_cells(
    shown: ShownSources, tmp_path: Path
) -> None:
    printed = print_document(choose(3, "xlsx"))
    file = keep(tmp_path, printed.content, "表.xlsx")
    said = {
        locator: text
        for item in shown.contents(file)
        if isinstance(item, GridShown)
        for row in item.rows
        for text, locator, _, _ in row
    }
    cells = [cell for table in printed.read().tables for cell in table.cells if cell.printed_text]
    assert len(cells) > 50
    for cell in cells:
        assert said[cell.source_locator].strip() == cell.printed_text.strip()


def test_a_kept_source_is_the_bytes_that_were_read(tmp_path: Path) -> None:
    folder = tmp_path / "raw" / "2024" / "d"
    (folder / KEPT_FOLDER).mkdir(parents=True)
    content = b"as it was read"
    named = {"name": "../../etc/passwd", "sha256": hashlib.sha256(content).hexdigest()}
    said = {"source": {"files": [named]}}
    (folder / "document.json").write_text(json.dumps(said), encoding="utf-8")
    assert kept_source(folder) == []
    (folder / KEPT_FOLDER / "决算.pdf").write_bytes(b"something else")
    assert kept_source(folder) == []
    (folder / KEPT_FOLDER / "决算.pdf").write_bytes(content)
    [kept] = kept_source(folder)
    assert (kept.path, kept.sha256) == (folder / KEPT_FOLDER / "决算.pdf", named["sha256"])
    (folder / KEPT_FOLDER / "决算.pdf").unlink()
    beside = tmp_path / "handed in"
    beside.mkdir()
    (beside / "x").write_bytes(content)
    assert [file.path for file in kept_source(folder, beside)] == [beside / "x"]

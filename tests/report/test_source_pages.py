"""Pages of a kept source stand beside the rebuilt table; without one the table stands alone."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import lxml.html
import pytest
from PIL import Image
from reportlab.pdfgen import canvas

from dagster_project.loading.folders import KEPT_SOURCE, hash_folder
from dagster_project.loading.load import load_raw
from dagster_project.release.files import write_datapackage
from dagster_project.report.site import write_report
from dagster_project.sources.keeping import hash_files, keep_source
from dagster_project.sources.kept import KEPT_FOLDER
from tests.factories import write_document
from tests.report.sample_marts import (
    create_marts,
    document_rows,
    finding,
    insert,
    insert_document,
    new_database,
)

WIDTH, HEIGHT = 400, 800
# In points from the top left corner: what finding() names, basic of row 7.
BOX = (100.0, 200.0, 300.0, 240.0)


def _pdf(path: Path) -> Path:
    page = canvas.Canvas(str(path), pagesize=(WIDTH, HEIGHT))
    for number in range(1, 7):
        page.drawString(110, HEIGHT - 230, f"page {number}")
        page.showPage()
    page.save()
    return path


def _extract(raw: Path, name: str, sha256: str, file: str = "来源.pdf") -> Path:
    folder = raw / "2022" / name
    folder.mkdir(parents=True)
    document = {"source": {"files": [{"name": file, "sha256": sha256}]}}
    (folder / "document.json").write_text(json.dumps(document), encoding="utf-8")
    return folder


@pytest.fixture
def built(tmp_path: Path, site: object) -> Path:
    """Return a report of a document whose source is kept, of one without, of one with another."""
    raw, pdf = tmp_path / "raw", _pdf(tmp_path / "来源.pdf")
    [sha256] = hash_files([pdf])
    for name, hashed in (("kept", sha256), ("other", "0" * 64)):
        source = _extract(raw, name, hashed) / KEPT_FOLDER
        source.mkdir()
        shutil.copy(pdf, source / pdf.name)
    _extract(raw, "plain", sha256)
    release = tmp_path / "release"
    release.mkdir()
    with new_database(release) as connection:
        create_marts(connection)
        for name in ("kept", "other", "plain"):
            insert_document(connection, document_rows(name))
            insert(connection, "findings", [finding(name, f"fnd_{name}")])
        connection.execute(
            "update marts.cells set page = 5, bbox = ? "
            "where table_code = 'gk03' and row_no = 7 and column_code = 'basic'",
            [",".join(map(str, BOX))],
        )
    library = site.folder.parent  # type: ignore[attr-defined]
    write_report(release, "r", datetime(2026, 1, 1, tzinfo=UTC), library, raw)
    return release / "report"


def _page(report: Path, name: str) -> lxml.html.HtmlElement:
    return lxml.html.fromstring((report / f"documents/{name}.html").read_text(encoding="utf-8"))


def test_page_of_a_kept_source_stands_behind_its_table_with_the_cell_boxed(built: Path) -> None:
    page = _page(built, "kept")
    [shown] = page.xpath("//details[@class='source-page']")
    assert shown.getprevious().get("id") == "gk03"
    assert "第 5 页" in shown.text_content()
    [image] = shown.xpath(".//img")
    with Image.open(built / "documents" / image.get("src")) as drawn:
        assert drawn.width * HEIGHT == pytest.approx(drawn.height * WIDTH, rel=0.01)
    causes = shown.xpath(".//a[contains(@class, 'cause')]")
    left, top, right, bottom = BOX
    shares = {
        "left": left / WIDTH,
        "top": top / HEIGHT,
        "width": (right - left) / WIDTH,
        "height": (bottom - top) / HEIGHT,
    }
    [box] = causes
    assert box.get("href") == "#fnd_kept"
    said = dict(part.split(":") for part in box.get("style").split(";"))
    assert {name: float(value.rstrip("%")) for name, value in said.items()} == pytest.approx(
        {name: 100 * share for name, share in shares.items()}, abs=0.01
    )


def test_every_file_of_the_report_is_described_with_its_kind(built: Path) -> None:
    """A release describes each of its files: one of a kind that it does not know stops it."""
    (built.parent / "findings.xlsx").touch()
    write_datapackage(built.parent, [], "r", "0" * 64, datetime(2026, 1, 1, tzinfo=UTC))
    described = json.loads((built.parent / "datapackage.json").read_text("utf-8"))["resources"]
    kinds = {r["path"]: r["mediatype"] for r in described if r["path"].startswith("report/")}
    assert {path for path, kind in kinds.items() if kind == "image/webp"} == {
        path.relative_to(built.parent).as_posix() for path in built.rglob("*.webp")
    }
    assert "image/webp" in kinds.values()


@pytest.mark.parametrize("name", ["plain", "other"])
def test_without_the_bytes_that_were_read_only_the_redrawn_table_is_shown(
    built: Path, name: str
) -> None:
    page = _page(built, name)
    assert page.xpath("//details[@class='source-page']") == []
    assert page.xpath("//section[@id='gk03']//table")
    assert not (built / "pages" / name).exists()


def test_a_source_is_kept_under_its_name_and_what_is_no_file_is_said(tmp_path: Path) -> None:
    pdf = _pdf(tmp_path / "来源.pdf")
    files = hash_files([pdf, tmp_path / "missing.pdf"])
    sha256 = hashlib.sha256(pdf.read_bytes()).hexdigest()
    folder = _extract(tmp_path / "raw", "a", sha256, "../../来源.pdf")
    assert keep_source(folder, files) == []
    assert [p.relative_to(folder).as_posix() for p in folder.rglob("*.pdf")] == ["source/来源.pdf"]
    assert (folder / "source/来源.pdf").read_bytes() == pdf.read_bytes()
    inside = _extract(tmp_path / "raw", "b", "1" * 64, "in-a-zip.pdf")
    assert keep_source(inside, files) == ["in-a-zip.pdf"]


def test_a_folder_with_its_source_is_loaded_as_before(tmp_path: Path) -> None:
    assert KEPT_SOURCE == KEPT_FOLDER
    folder = write_document(tmp_path / "raw", "good-2022")
    before = hash_folder(folder)
    (folder / KEPT_FOLDER).mkdir()
    (folder / KEPT_FOLDER / "来源.pdf").write_bytes(b"%PDF-1.4")
    with duckdb.connect(":memory:") as connection:
        load_raw(connection, tmp_path / "raw")
        status = connection.execute("select load_status from raw.documents").fetchall()
    assert status == [("loaded",)]
    # Not another extract: what was made of it need not be made again.
    assert hash_folder(folder) == before

"""Scans through ``juesuan extract``'s own door: whose, of which year, which tables, which pages."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from dagster_project.reading import ExtractOutcome, extract_document, extract_files
from dagster_project.reading.model.grid import BY_OCR
from tests.printing.drawing import Drawing
from tests.printing.scan import SCANS, as_file, render
from tests.reading.ocr.assembling import page_images, with_scanned_pages
from tests.reading.ocr.measuring import truth_of
from tests.shared_documents import SHARED, needs_shared

pytestmark = pytest.mark.slow
needs_documents = needs_shared("published documents with scanned pages are read, and doubted")
MIXED, SCANNED = "putuo-socialwork-2024", "putuo-finance-2024"


def source_of(name: str) -> bytes:
    return (SHARED / "documents" / f"{name}.pdf").read_bytes()


def extract(folder: Path, name: str, content: bytes) -> ExtractOutcome:
    (folder / name).write_bytes(content)
    return extract_document([folder / name], folder / "raw")


def facts_of(outcome: ExtractOutcome) -> dict[str, object]:
    assert outcome.folder is not None
    return dict(json.loads((outcome.folder / "document.json").read_text(encoding="utf-8")))


def rows_of(outcome: ExtractOutcome, code: str) -> list[dict[str, str]]:
    assert outcome.folder is not None
    with (outcome.folder / f"{code}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def printed(cells: Sequence[dict[str, str]]) -> list[tuple[str, Decimal]]:
    """Return the page and value of every figure."""
    return sorted((c["page"], Decimal(c["value_numeric"])) for c in cells if c["value_numeric"])


def true_figures(name: str, pages: dict[int, int], table_no: str) -> list[tuple[str, Decimal]]:
    """Return what is printed; ``pages`` gives the page of each page in the file made of them."""
    return sorted(
        (str(pages[int(page)]), Decimal(value))
        for table, _, _, value, page in truth_of(name, list(pages))
        if table == table_no
    )


@needs_documents
def test_pages_without_text_are_read_between_pages_with_text(tmp_path: Path) -> None:
    pages = {1: 1, 5: 2, 6: 3, 7: 4}
    outcome = extract(tmp_path, "m.pdf", with_scanned_pages(source_of(MIXED), list(pages), {6}))
    facts = facts_of(outcome)
    assert (facts["status"], facts["kind"], facts["fiscal_year"]) == (
        "read",
        "final_accounts",
        2024,
    )
    assert facts["organization_name"] == "中共上海市普陀区委社会工作部"
    assert printed(rows_of(outcome, "gk01")) == true_figures(MIXED, pages, "1")
    cells = rows_of(outcome, "gk02")
    assert printed(cells) == true_figures(MIXED, pages, "2")
    assert {c["page"] for c in cells if c["source_locator"].endswith(BY_OCR)} == {"3"}
    assert {c["page"] for c in cells if not c["source_locator"].endswith(BY_OCR)} == {"4"}
    with_text = [*rows_of(outcome, "gk01"), *(c for c in cells if c["page"] == "4")]
    assert {c["read_status"] for c in with_text} == {"confirmed"}
    headings = rows_of(outcome, "headings")
    by_page = {(row["page"], row["read_status"]) for row in headings}
    assert {("3", "unconfirmed"), ("2", "confirmed")} <= by_page
    assert {status for page, status in by_page if page != "3"} == {"confirmed"}


@needs_documents
def test_a_pdf_of_nothing_but_scans_is_read(tmp_path: Path) -> None:
    pages = {6: 1, 7: 2}
    images = page_images(source_of(SCANNED), list(pages), SCANS["150 dpi, noisy"])
    outcome = extract(tmp_path, "scan.pdf", as_file(images, "PDF", 150))
    facts = facts_of(outcome)
    assert (facts["status"], facts["kind"], facts["fiscal_year"]) == (
        "read",
        "final_accounts",
        2024,
    )
    assert facts["organization_name"] == "上海市普陀区财政局"
    cells = rows_of(outcome, "gk01")
    assert printed(cells) == true_figures(SCANNED, pages, "1")
    assert {c["amount_yuan"] for c in cells if c["value_numeric"] == "2995.39"} == {"29953900.00"}
    states = {table.table_code: table.presence for table in outcome.tables}
    assert states.pop("gk01") == "data"
    assert set(states.values()) == {"missing", "not_required"}


@needs_documents
def test_page_images_of_a_template_are_one_document_refused_as_a_template(tmp_path: Path) -> None:
    images = page_images(source_of("shanghai-template-2024"), [1, 5])
    paths = [tmp_path / "t-1.png", tmp_path / "t-2.png"]
    for path, image in zip(paths, images, strict=True):
        path.write_bytes(as_file([image], "PNG"))
    (outcome,) = extract_files(paths, tmp_path / "raw")
    assert (outcome.status, outcome.reason_code) == ("refused", "template")
    assert outcome.reason is not None
    assert "\n" not in outcome.reason


def test_an_image_without_a_table_is_refused_in_one_line(tmp_path: Path) -> None:
    page = Drawing()
    page.text(200, 90, "关于召开座谈会的通知", 16)
    page.text(90, 130, "各科室：定于本周五上午召开座谈会，请准时参加。", 12)
    outcome = extract(tmp_path, "n.jpg", as_file([render(page.bytes())], "JPEG"))
    assert (outcome.status, outcome.reason_code) == ("refused", "no_table")
    assert outcome.reason == "文件中没有找到决算公开的表；文件开头是“关于召开座谈会的通知”"
    (file,) = facts_of(outcome)["source"]["files"]  # type: ignore[index]
    assert file["media_type"] == "image/jpeg"

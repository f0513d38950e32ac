"""From a file to its findings on the page where they stand, and what reviewers make of them."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import docx
import numpy as np
import openpyxl
import pypdfium2
import pytest
from lxml import html
from PIL import Image
from starlette.testclient import TestClient

from dagster_project.runtime.settings import SEEDS_DIR
from dagster_project.serve import books
from tests.serve.conftest import BASE, Left, serving, upload, wait_for
from tests.serve.pages import select, text_of
from tests.serve.planted import PlantedDocument, print_planted


def page(client: TestClient, address: str) -> html.HtmlElement:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return html.fromstring(answer.text)


def findings(client: TestClient, check: str, query: str = "") -> list[str]:
    """Return the numbers of the listed findings."""
    shown = page(client, f"/look/{check}?{query}")
    links = [link.get("href") for link in select(shown, ".list a.to-finding")]
    return [parse_qs(urlsplit(link).query)["finding"][0] for link in links]


def words_in_boxes(client: TestClient, content: bytes, shown: html.HtmlElement) -> dict[int, str]:
    """Return what the PDF prints inside the drawn boxes of each shown page."""
    found: dict[int, str] = {}
    with pypdfium2.PdfDocument(content) as document:
        for figure in select(shown, "figure.page"):
            number = int(select(figure, "img")[0].get("src").split("?")[0].rsplit("/", 1)[1])
            text = document[number - 1].get_textpage()
            height = document[number - 1].get_height()
            for box in select(figure, "rect.figure"):
                left, top, width, tall = (float(box.get(n)) for n in ("x", "y", "width", "height"))
                found[number] = (
                    found.get(number, "")
                    + " "
                    + text.get_text_bounded(left, height - top - tall, left + width, height - top)
                )
    return found


def test_every_planted_error_is_boxed_where_it_is_printed(
    client: TestClient, checked: str, planted: PlantedDocument
) -> None:
    listed = findings(client, checked, "rule=I11")
    assert len(listed) == len(planted.errors)
    boxed: dict[str, dict[int, str]] = {}
    for finding in listed:
        shown = page(client, f"/look/{checked}?rule=I11&finding={finding}")
        message = text_of(shown, ".card .message")
        [error] = [one for one in planted.errors if one.account in message.split(":")[1]]
        boxed[error.account] = words_in_boxes(client, planted.content, shown)
        assert list(boxed[error.account]) == [error.page]
        assert error.printed in boxed[error.account][error.page].split()
        assert error.printed in text_of(shown, ".arithmetic")
        assert "7.00" in text_of(shown, ".difference")
        assert error.printed in text_of(shown, ".rebuilt td").split()
    assert len(boxed) == len(planted.errors)


def test_the_image_of_a_page_shows_its_ink_in_the_box(
    client: TestClient, checked: str, planted: PlantedDocument
) -> None:
    [finding, *_] = findings(client, checked, "rule=I11")
    shown = page(client, f"/look/{checked}?finding={finding}")
    [image] = select(shown, "figure.page img")
    answer = client.get(image.get("src"))
    assert answer.headers["content-type"] == "image/webp"
    assert "max-age" in answer.headers["cache-control"]
    with Image.open(io.BytesIO(answer.content)) as drawn:
        pixels = np.asarray(drawn.convert("L"))
    scale = pixels.shape[1] / float(image.get("width"))
    dark = 0
    for box in select(shown, "rect.figure.left"):
        left, top, width, height = (
            round(scale * float(box.get(name))) for name in ("x", "y", "width", "height")
        )
        dark += int((pixels[top + 6 : top + height - 6, left + 6 : left + width - 6] < 128).sum())
    assert dark > 20


def test_filters_are_the_address_and_say_what_they_leave(client: TestClient, checked: str) -> None:
    every = findings(client, checked)
    by_rule = findings(client, checked, "rule=I11")
    assert 0 < len(by_rule) < len(every)
    assert set(by_rule) < set(every)
    assert findings(client, checked, "severity=warning&rule=I11") == by_rule
    assert findings(client, checked, "rule=I11&year=1999") == []
    assert findings(client, checked, "text=2013901") != []
    shown = page(client, f"/look/{checked}?rule=I11")
    assert "3 / 5" in text_of(shown, ".list .count")
    [chosen] = select(shown, "select[name=rule] option[selected]")
    assert "（3）" in chosen.text_content()
    bench = select(shown, "#bench")[0]
    # What comes next keeps the filter.
    assert parse_qs(urlsplit(bench.get("data-after")).query)["rule"] == ["I11"]
    gone = client.get(f"/look/{checked}?finding=fnd_nothing")
    assert "没有这个问题" in gone.text


def mark(client: TestClient, check: str, finding: str, **fields: str) -> html.HtmlElement:
    form = {"finding": finding, "query": "?rule=I11", "who": "王某", "why": "", "until": ""}
    answer = client.post(f"/look/{check}/marks", data=form | fields)
    assert answer.status_code == 303, answer.text
    assert "rule=I11" in answer.headers["location"]
    return page(client, answer.headers["location"])


def test_marks_stay_in_the_format_of_the_seed_and_lapse_with_their_values(
    client: TestClient, checked: str, planted: PlantedDocument
) -> None:
    one, two, three = findings(client, checked, "rule=I11")
    assert "豁免要写明理由" in text_of(mark(client, checked, one, mark="waived"), ".reason")
    assert "谁" in text_of(mark(client, checked, one, mark="question", who=" "), ".reason")
    past = mark(client, checked, one, mark="waived", why="理由", until="2001-01-01")
    assert "不能早于今天" in text_of(past, ".reason")
    assert client.get("/marks/finding_waivers.csv").text.count("\n") == 1
    shown = mark(client, checked, one, mark="waived", why="=cmd()，已更正", until="2999-12-31")
    assert "豁免" in text_of(shown, ".list [aria-current] .mark")
    mark(client, checked, two, mark="confirmed")
    mark(client, checked, three, mark="question", why="问财务科")
    assert findings(client, checked, "mark=waived") == [one]
    assert findings(client, checked, "mark=confirmed") == [two]
    assert three not in findings(client, checked, "mark=none")
    seed = (SEEDS_DIR / "policy" / "finding_waivers.csv").read_text("utf-8")
    [waiver] = csv.DictReader(io.StringIO(client.get("/marks/finding_waivers.csv").text))
    assert list(waiver) == seed.splitlines()[0].split(",")
    assert (waiver["finding_id"], waiver["waived_by"]) == (one, "王某")
    # No spreadsheet program runs what somebody wrote as a reason.
    assert waiver["reason_zh"] == "'=cmd()，已更正"
    assert date.fromisoformat(waiver["as_of"]) <= date(2999, 1, 1)
    assert client.get("/marks/marks.csv").text.count("\n") == 4
    # The next revision: its findings have the same numbers, but two figures are other ones.
    revised = upload(client, ("修改稿.pdf", print_planted(by=Decimal("9.00")).content))
    assert wait_for(client, revised)["status"] == "done"
    assert set(findings(client, revised, "rule=I11")) == {one, two, three}
    assert findings(client, revised, "mark=waived") == []
    stale = page(client, f"/look/{revised}?finding={one}")
    assert "印出的数值变了" in text_of(stale, ".mark-form")
    # And as it was handed in at first, from another file: every mark holds.
    again = upload(client, ("再次送审.pdf", planted.content))
    assert wait_for(client, again)["status"] == "done"
    assert findings(client, again, "mark=waived") == [one]
    assert findings(client, again, "mark=question") == [three]
    assert select(mark(client, checked, two, mark="none"), ".mark-form h2 .mark") == []


def test_what_goes_out_opens_again(
    client: TestClient, checked: str, planted: PlantedDocument
) -> None:
    shown = page(client, f"/look/{checked}")
    links = [link.get("href") for link in select(shown, ".outgoing a")]
    notice, worksheet, notes = (client.get(link) for link in links)
    assert {answer.status_code for answer in (notice, worksheet, notes)} == {200}
    assert "attachment" in notice.headers["content-disposition"]
    letter = docx.Document(io.BytesIO(notice.content))
    said = [paragraph.text for paragraph in letter.paragraphs]
    said += [cell.text for table in letter.tables for row in table.rows for cell in row.cells]
    assert planted.name in "".join(said)
    assert all(error.account in "".join(said) for error in planted.errors)
    book = openpyxl.load_workbook(io.BytesIO(worksheet.content))
    targets = [
        cell.hyperlink.target
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink and cell.hyperlink.target
    ]
    assert any(target.startswith(f"{BASE}/look/{checked}?finding=") for target in targets)
    with pypdfium2.PdfDocument(notes.content) as document:
        raw = pypdfium2.raw
        assert len(document) >= max(error.page for error in planted.errors)
        assert any(raw.FPDFPage_GetAnnotCount(each.raw) for each in document)
    assert client.get(f"/look/{checked}/files/批注.pdf").status_code == 404
    assert client.get(f"/look/{checked}/files/整改清单.xlsx?document=..").status_code == 404


def test_a_server_that_was_stopped_has_what_it_had(
    tmp_path: Path, left: Left, planted: PlantedDocument
) -> None:
    config, check = left.copy(tmp_path), left.check
    with serving(config) as first:
        [finding, *_] = findings(first, check, "rule=I11")
        mark(first, check, finding, mark="confirmed")
        half = upload(first, ("决算.pdf", planted.content))
    with serving(config) as second:
        assert findings(second, check, "mark=confirmed") == [finding]
        state = second.get(f"/checks/{half}/state").json()
        assert state["status"] in ("failed", "done")
        if state["status"] == "failed":
            assert "再核对一次" in state["problem"]
            second.post(f"/checks/{half}/start")
            assert wait_for(second, half)["status"] == "done"
        assert second.post(f"/checks/{check}/remove").status_code == 303
        assert second.get(f"/look/{check}").status_code == 404
        assert not (config.batches / check).exists()


@pytest.mark.parametrize("gate", ["withheld", "quarantined", "open"])
def test_a_document_that_was_kept_back_is_never_without_problems(
    left: Left, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gate: str
) -> None:
    read = books._read

    def kept_back(book: books.Book) -> books.Listing:
        reasons = {"gate_status": gate, "gate_reasons": "没有读出任何表"}
        documents = {name: row | reasons for name, row in read(book).documents.items()}
        return books.Listing([], documents)

    monkeypatch.setattr(books, "_read", kept_back)
    with serving(left.copy(tmp_path)) as client:
        shown = page(client, f"/look/{left.check}").text_content()
    assert ("没有发现问题" in shown) == (gate == "open")
    assert ("没有采用" in shown and "没有读出任何表" in shown) == (gate != "open")

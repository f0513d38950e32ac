"""Findings on their pages: one of them shown, and what a reviewer decides about it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from dagster_project.reading.model.source import RefusedError
from dagster_project.release.findings import is_bundle
from dagster_project.release.marts import Row
from dagster_project.serve.asked import Workbench, bench_of, book_of, form_of
from dagster_project.serve.books import Book, Listing
from dagster_project.serve.filters import choose
from dagster_project.serve.marks import Mark, MarkError, today
from dagster_project.serve.pages import render
from dagster_project.serve.panels import build_panels
from dagster_project.serve.work import Work, read_members, read_work
from dagster_project.sources.shown import IMAGE_TYPE, USUAL_SCALE

_YEAR_SECONDS = 365 * 24 * 3600


def _with_marks(bench: Workbench, listing: Listing) -> list[dict[str, object]]:
    """Return the findings with the marks that hold for their values."""
    day = today()
    rows = []
    for row in listing.findings:
        mark = bench.marks.get(row["finding_id"])
        standing = mark.standing(row["left_amount"], row["right_amount"], day) if mark else ""
        rows.append(row | {"mark": mark.mark if mark and standing == "holds" else None})
    return rows


def workbench(request: Request) -> Response:
    """Show the findings that the address asks for, and one of them on its page."""
    bench, book = bench_of(request), book_of(request)
    listing = bench.books.listing(book)
    chosen = choose(_with_marks(bench, listing), request.query_params)
    work = panels = mark = None
    standing = ""
    if chosen.opened is not None:
        row = chosen.opened
        work = read_work(book, listing, row["finding_id"], row["document_id"])
    if work is not None and chosen.opened is not None:
        panels = build_panels(bench.shown, book.sources(work.document), work.places)
        mark = bench.marks.get(chosen.opened["finding_id"])
        if mark:
            opened = chosen.opened
            standing = mark.standing(opened["left_amount"], opened["right_amount"], today())
    return render(
        "workbench.html.jinja",
        book=book,
        listing=listing,
        chosen=chosen,
        work=work,
        panels=panels,
        mark=mark,
        member_marks=_member_marks(bench, work),
        standing=standing,
        who=mark.waived_by if mark else "",
        is_unknown=bool(request.query_params.get("finding")) and chosen.opened is None,
        said=request.query_params.get("said", "")[:100],
        scale=USUAL_SCALE,
        quote=quote,
    )


def _member_marks(bench: Workbench, work: Work | None) -> dict[str, Mark]:
    """Return the marks that hold of the single checks of the finding that is shown."""
    day = today()
    found = {}
    for check in work.finding.members if work else ():
        row = check.row
        mark = bench.marks.get(row["member_id"])
        if mark and mark.standing(row["left_amount"], row["right_amount"], day) == "holds":
            found[row["member_id"]] = mark
    return found


def page_image(request: Request) -> Response:
    """Return a page of a source as an image."""
    bench, book = bench_of(request), book_of(request)
    document = bench.books.listing(book).documents.get(request.path_params["document"])
    files = book.sources(document) if document else []
    number = request.path_params["file"]
    if not 0 <= number < len(files):
        raise HTTPException(404, "没有保存这份原件")
    try:
        scale = float(request.query_params.get("scale") or USUAL_SCALE)
        if not math.isfinite(scale):
            raise ValueError(scale)
        path = bench.shown.page_image(files[number], request.path_params["page"], scale)
    except ValueError:
        raise HTTPException(400, "倍数不是数") from None
    except RefusedError as refusal:
        raise HTTPException(404, refusal.reason_zh) from None
    # The bytes of a page of these bytes never change.
    headers = {"Cache-Control": f"private, max-age={_YEAR_SECONDS}"}
    return FileResponse(path, media_type=IMAGE_TYPE, headers=headers)


async def put_mark(request: Request) -> Response:
    """Keep what a reviewer decided about a finding, and go back to it."""
    bench, book = bench_of(request), book_of(request)
    form = await form_of(request)
    listing = await run_in_threadpool(bench.books.listing, book)
    row = listing.by_id.get(form.get("finding", ""))
    if row is None:
        raise HTTPException(404, "没有这个问题")
    back = _back(book, form)
    marked = await run_in_threadpool(_marked, book, row, form.get("member", ""))
    if form.get("mark") == "none":
        await run_in_threadpool(bench.marks.drop, *(one for one, _, _ in marked))
        return RedirectResponse(back(""), 303)
    try:
        until = form.get("until", "").strip()
        marks = [
            Mark(
                finding_id,
                left,
                right,
                form.get("who", "").strip(),
                form.get("why", "").strip(),
                today(),
                form.get("mark", ""),
                date.fromisoformat(until) if until else None,
            )
            for finding_id, left, right in marked
        ]
        await run_in_threadpool(bench.marks.put, *marks)
    except MarkError as problem:
        return RedirectResponse(back(str(problem)), 303)
    except ValueError:
        return RedirectResponse(back("有效期不是日期"), 303)
    return RedirectResponse(back(""), 303)


def _marked(book: Book, row: Row, member_id: str) -> list[tuple[str, Any, Any]]:
    """Return what a form marks, each with both its values: a finding, or one check of it.

    Who waives several notices waives each of them: a notice that comes later is not among them.
    """
    whole = (row["finding_id"], row["left_amount"], row["right_amount"])
    if not member_id and not is_bundle(row):
        return [whole]
    members = [
        (one["member_id"], one["left_amount"], one["right_amount"])
        for one in read_members(book, row["finding_id"], row["document_id"])
        if member_id in ("", one["member_id"])
    ]
    if not members:
        raise HTTPException(404, "没有这一处")
    return members if member_id else [whole, *members]


def _back(book: Book, form: Mapping[str, str]) -> Callable[[str], str]:
    """Return where a form came from: its filters and its finding, nothing else of it."""
    query = dict(parse_qsl(form.get("query", "").removeprefix("?"), max_num_fields=50))
    query["finding"] = form.get("finding", "")
    query.pop("said", None)

    def address(said: str) -> str:
        return f"/look/{book.key}?{urlencode(query | ({'said': said} if said else {}))}"

    return address

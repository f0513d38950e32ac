"""The workbench as an ASGI application: what each address answers."""

from __future__ import annotations

import contextlib
import hmac
import math
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from dagster_project.operation.health import HealthWatch
from dagster_project.reading.model.source import RefusedError
from dagster_project.release.findings import is_bundle
from dagster_project.release.marts import Row
from dagster_project.runtime.problems import JuesuanError
from dagster_project.serve.batches import RECEIVING, Batch, Batches, state_of
from dagster_project.serve.books import PUBLISHED, Book, Books, Listing
from dagster_project.serve.config import ServeConfig
from dagster_project.serve.downloads import (
    NOTES,
    NOTICE,
    WORKSHEET,
    make_notes,
    make_notice,
    make_worksheet,
    pdf_of,
)
from dagster_project.serve.filters import choose
from dagster_project.serve.marks import Mark, MarkBook, MarkError, today
from dagster_project.serve.pages import render
from dagster_project.serve.panels import build_panels
from dagster_project.serve.security import COOKIE, Guard, cookie_of
from dagster_project.serve.uploads import UploadError, harmless_name, receive
from dagster_project.serve.work import Work, read_members, read_work
from dagster_project.sources.shown import IMAGE_TYPE, USUAL_SCALE, ShownSources

_HERE = Path(__file__).parent
_REPORT_STATIC = _HERE.parent / "report" / "static"
_MOST_FORM_BYTES = 64 * 1024
_MARKS_FILE = "finding_waivers.csv"
_YEAR_SECONDS = 365 * 24 * 3600


class Workbench:
    """What all requests of a server share."""

    def __init__(self, config: ServeConfig) -> None:
        """Open the places of a server; its thread begins to compile and to import."""
        config.data.mkdir(parents=True, exist_ok=True)
        self.config = config
        self.batches = Batches(config)
        self.books = Books(config, self.batches)
        self.shown = ShownSources(config.data / "images")
        self.health = HealthWatch()
        self.marks = MarkBook(config.data / _MARKS_FILE)

    def close(self) -> None:
        """End its thread and its sandboxes."""
        self.shown.close()
        self.batches.close()


def build_app(config: ServeConfig) -> Starlette:
    """Return the application; it starts what it needs when it is started itself."""

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.bench = await run_in_threadpool(Workbench, config)
        try:
            yield
        finally:
            await run_in_threadpool(app.state.bench.close)

    routes = [
        Route("/", home),
        Route("/health", health, methods=["GET"]),
        Route("/login", login_page, methods=["GET"]),
        Route("/login", login, methods=["POST"]),
        Route("/checks", new_check, methods=["POST"]),
        Route("/checks/{check}/files", add_file, methods=["POST"]),
        Route("/checks/{check}/start", start_check, methods=["POST"]),
        Route("/checks/{check}/remove", remove_check, methods=["POST"]),
        Route("/checks/{check}", check_page, methods=["GET"]),
        Route("/checks/{check}/state", check_state, methods=["GET"]),
        Route("/look/{book}", workbench, methods=["GET"]),
        Route("/look/{book}/marks", put_mark, methods=["POST"]),
        Route("/look/{book}/pages/{document}/{file:int}/{page:int}", page_image, methods=["GET"]),
        Route("/look/{book}/files/{name}", download, methods=["GET"]),
        Route("/marks/{name}", download_marks, methods=["GET"]),
        Mount("/static/report", StaticFiles(directory=_REPORT_STATIC)),
        Mount("/static", StaticFiles(directory=_HERE / "static")),
    ]
    return Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=[Middleware(Guard, config=config)],
        exception_handlers={HTTPException: _http_problem, JuesuanError: _problem},
    )


def _bench(request: Request) -> Workbench:
    bench: Workbench = request.app.state.bench
    return bench


async def health(request: Request) -> Response:
    """Answer 200 where nothing is wrong, else 503: a page for people, JSON for a monitor."""
    found = await run_in_threadpool(_bench(request).health.look)
    status = 200 if found.is_well else 503
    if "text/html" in request.headers.get("accept", ""):
        return render("health.html.jinja", status, health=found)
    return JSONResponse(found.as_json(), status)


async def _http_problem(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)  # noqa: S101 - registered for these alone
    said = problem.detail if problem.detail and not problem.detail.isascii() else ""
    if "text/html" in request.headers.get("accept", ""):
        return render("problem.html.jinja", problem.status_code, said=said or "没有这一页")
    return PlainTextResponse(f"{said or problem.detail}\n", problem.status_code)


async def _problem(request: Request, problem: Exception) -> Response:
    return render("problem.html.jinja", 503, said=str(problem))


async def _form(request: Request) -> dict[str, str]:
    """Return the fields of a form, of which none is a file."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_FORM_BYTES:
            raise HTTPException(413, "表单过大")
    return dict(parse_qsl(body.decode("utf-8", "replace"), max_num_fields=50))


# ---- who asks ----


def login_page(request: Request) -> Response:
    """Ask for the token."""
    return render("login.html.jinja", said="")


async def login(request: Request) -> Response:
    """Let a browser keep that it knew the token."""
    token = _bench(request).config.token
    said = (await _form(request)).get("token", "").strip()
    if token is None or not hmac.compare_digest(said.encode(), token.encode()):
        return render("login.html.jinja", 403, said="口令不对")
    answer = RedirectResponse("/", 303)
    is_https = "https" in (request.url.scheme, request.headers.get("x-forwarded-proto"))
    answer.set_cookie(COOKIE, cookie_of(token), httponly=True, samesite="strict", secure=is_https)
    return answer


# ---- files in ----


def home(request: Request) -> Response:
    """Show where files are dropped, what was checked, and what is published."""
    bench = _bench(request)
    published = bench.books.get(PUBLISHED)
    listing = bench.books.listing(published) if published else None
    return render(
        "home.html.jinja", batches=bench.batches.all(), published=published, listing=listing
    )


def new_check(request: Request) -> Response:
    """Begin a check that waits for its files."""
    return JSONResponse(state_of(_bench(request).batches.new()), 201)


def _batch(request: Request) -> Batch:
    batch = _bench(request).batches.get(request.path_params["check"])
    if batch is None:
        raise HTTPException(404, "没有这次核对")
    return batch


async def add_file(request: Request) -> Response:
    """Take one file: its bytes are the body, its name stands in the address."""
    bench, batch = _bench(request), _batch(request)
    config = bench.config
    if batch.status != RECEIVING:
        return JSONResponse({"problem": "这次核对已经开始，不再收文件"}, 409)
    left = config.most_batch_bytes - batch.bytes
    if len(batch.files) >= config.most_files or left <= 0:
        return JSONResponse({"problem": f"一次最多 {config.most_files} 份文件"}, 413)
    name = harmless_name(request.query_params.get("name", ""))
    batch.files.append(name)
    place = bench.batches.folder(batch) / "files" / str(len(batch.files))
    try:
        place.mkdir()
        batch.bytes += await receive(request, place / name, min(left, config.most_file_bytes))
    except UploadError as problem:
        return JSONResponse({"name": name, "problem": problem.reason_zh}, problem.status)
    except OSError:
        return JSONResponse({"name": name, "problem": "写不下这份文件：磁盘可能已满"}, 507)
    return JSONResponse({"name": name, "problem": ""})


def start_check(request: Request) -> Response:
    """Put a check in line."""
    bench, batch = _bench(request), _batch(request)
    bench.batches.start(batch)
    return JSONResponse(state_of(batch))


def remove_check(request: Request) -> Response:
    """Delete a check with its files."""
    bench, batch = _bench(request), _batch(request)
    if not bench.batches.remove(batch):
        raise HTTPException(409, "正在核对，现在不能删除")
    return RedirectResponse("/", 303)


def check_page(request: Request) -> Response:
    """Show how far a check is, and lead on when it is done."""
    batch = _batch(request)
    return render("check.html.jinja", batch=batch, state=state_of(batch))


def check_state(request: Request) -> Response:
    """Tell a waiting page how far a check is."""
    return JSONResponse(state_of(_batch(request)))


# ---- findings on their pages ----


def _book(request: Request) -> Book:
    book = _bench(request).books.get(request.path_params["book"])
    if book is None:
        raise HTTPException(404, "没有这次核对，或者还没有核对完")
    return book


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
    bench, book = _bench(request), _book(request)
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


def page_image(request: Request) -> Response:
    """Return a page of a source as an image."""
    bench, book = _bench(request), _book(request)
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


async def put_mark(request: Request) -> Response:
    """Keep what a reviewer decided about a finding, and go back to it."""
    bench, book = _bench(request), _book(request)
    form = await _form(request)
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


def download(request: Request) -> Response:
    """Return what goes out to a department, of one document or of all."""
    bench, book = _bench(request), _book(request)
    documents = bench.books.listing(book).documents
    asked = request.query_params.get("document")
    if asked is not None and asked not in documents:
        raise HTTPException(404, "没有这份文件")
    chosen = [asked] if asked is not None else sorted(documents)
    name = request.path_params["name"]
    if name == WORKSHEET:
        return make_worksheet(book, chosen, str(request.base_url))
    if name == NOTICE:
        return make_notice(book, chosen)
    if name != NOTES or asked is None:
        raise HTTPException(404, "没有这个文件")
    try:
        file = pdf_of(book.sources(documents[asked]), bench.shown)
        if file is None:
            raise HTTPException(404, "没有保存这份文件的 PDF 原件")
        return make_notes(book, asked, file, bench.shown)
    except RefusedError as refusal:
        raise HTTPException(404, refusal.reason_zh) from None


def download_marks(request: Request) -> Response:
    """Return the marks: all, or the waivers as rows of the seed."""
    marks = _bench(request).marks
    name = request.path_params["name"]
    if name == _MARKS_FILE:
        content = marks.waivers_csv(today())
    elif name == "marks.csv":
        content = marks.as_csv()
    else:
        raise HTTPException(404, "没有这个文件")
    return Response(
        ("\ufeff" if name == "marks.csv" else "") + content,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )

"""The workbench as an ASGI application: what each address answers, and who may ask."""

from __future__ import annotations

import contextlib
import hmac
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from dagster_project.runtime.problems import JuesuanError
from dagster_project.serve import downloads, incoming, looking
from dagster_project.serve.asked import Workbench, bench_of, form_of
from dagster_project.serve.config import ServeConfig
from dagster_project.serve.pages import render
from dagster_project.serve.security import COOKIE, Guard, cookie_of

_HERE = Path(__file__).parent
_REPORT_STATIC = _HERE.parent / "report" / "static"


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
        Route("/", incoming.home),
        Route("/health", health, methods=["GET"]),
        Route("/login", login_page, methods=["GET"]),
        Route("/login", login, methods=["POST"]),
        Route("/checks", incoming.new_check, methods=["POST"]),
        Route("/checks/{check}/files", incoming.add_file, methods=["POST"]),
        Route("/checks/{check}/start", incoming.start_check, methods=["POST"]),
        Route("/checks/{check}/remove", incoming.remove_check, methods=["POST"]),
        Route("/checks/{check}", incoming.check_page, methods=["GET"]),
        Route("/checks/{check}/state", incoming.check_state, methods=["GET"]),
        Route("/look/{book}", looking.workbench, methods=["GET"]),
        Route("/look/{book}/marks", looking.put_mark, methods=["POST"]),
        Route(
            "/look/{book}/pages/{document}/{file:int}/{page:int}",
            looking.page_image,
            methods=["GET"],
        ),
        Route("/look/{book}/files/{name}", downloads.download, methods=["GET"]),
        Route("/marks/{name}", downloads.download_marks, methods=["GET"]),
        Mount("/static/report", StaticFiles(directory=_REPORT_STATIC)),
        Mount("/static", StaticFiles(directory=_HERE / "static")),
    ]
    return Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=[Middleware(Guard, config=config)],
        exception_handlers={HTTPException: _http_problem, JuesuanError: _problem},
    )


async def health(request: Request) -> Response:
    """Answer 200 where nothing is wrong, else 503: a page for people, JSON for a monitor."""
    found = await run_in_threadpool(bench_of(request).health.look)
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


def login_page(request: Request) -> Response:
    """Ask for the token."""
    return render("login.html.jinja", said="")


async def login(request: Request) -> Response:
    """Let a browser keep that it knew the token."""
    token = bench_of(request).config.token
    said = (await form_of(request)).get("token", "").strip()
    if token is None or not hmac.compare_digest(said.encode(), token.encode()):
        return render("login.html.jinja", 403, said="口令不对")
    answer = RedirectResponse("/", 303)
    is_https = "https" in (request.url.scheme, request.headers.get("x-forwarded-proto"))
    answer.set_cookie(COOKIE, cookie_of(token), httponly=True, samesite="strict", secure=is_https)
    return answer

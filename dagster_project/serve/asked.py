"""What all requests share, and what a request asks for of it."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

from dagster_project.operation.health import HealthWatch
from dagster_project.serve.batches import Batches
from dagster_project.serve.books import Book, Books
from dagster_project.serve.config import ServeConfig
from dagster_project.serve.marks import MARKS_FILE, MarkBook
from dagster_project.sources.shown import ShownSources

_MOST_FORM_BYTES = 64 * 1024


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
        self.marks = MarkBook(config.data / MARKS_FILE)

    def close(self) -> None:
        """End its thread and its sandboxes."""
        self.shown.close()
        self.batches.close()


def bench_of(request: Request) -> Workbench:
    """Return what all requests share."""
    bench: Workbench = request.app.state.bench
    return bench


def book_of(request: Request) -> Book:
    """Return the release or the check that the address names."""
    book = bench_of(request).books.get(request.path_params["book"])
    if book is None:
        raise HTTPException(404, "没有这次核对，或者还没有核对完")
    return book


async def form_of(request: Request) -> dict[str, str]:
    """Return the fields of a form, of which none is a file."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_FORM_BYTES:
            raise HTTPException(413, "表单过大")
    return dict(parse_qsl(body.decode("utf-8", "replace"), max_num_fields=50))

"""Files in: where they are dropped, and how far the check of them is."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from dagster_project.serve.asked import bench_of
from dagster_project.serve.batches import RECEIVING, Batch, state_of
from dagster_project.serve.books import PUBLISHED
from dagster_project.serve.pages import render
from dagster_project.serve.uploads import UploadError, harmless_name, receive


def home(request: Request) -> Response:
    """Show where files are dropped, what was checked, and what is published."""
    bench = bench_of(request)
    published = bench.books.get(PUBLISHED)
    listing = bench.books.listing(published) if published else None
    return render(
        "home.html.jinja", batches=bench.batches.all(), published=published, listing=listing
    )


def new_check(request: Request) -> Response:
    """Begin a check that waits for its files."""
    return JSONResponse(state_of(bench_of(request).batches.new()), 201)


def _batch(request: Request) -> Batch:
    batch = bench_of(request).batches.get(request.path_params["check"])
    if batch is None:
        raise HTTPException(404, "没有这次核对")
    return batch


async def add_file(request: Request) -> Response:
    """Take one file: its bytes are the body, its name stands in the address."""
    bench, batch = bench_of(request), _batch(request)
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
    bench, batch = bench_of(request), _batch(request)
    bench.batches.start(batch)
    return JSONResponse(state_of(batch))


def remove_check(request: Request) -> Response:
    """Delete a check with its files."""
    bench, batch = bench_of(request), _batch(request)
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

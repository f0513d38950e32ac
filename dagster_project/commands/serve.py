"""``juesuan serve``: the reviewer's workbench in the browser, on this machine."""

from __future__ import annotations

import logging
import webbrowser
from pathlib import Path

import click

from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.settings import PROJECT_DIR, load_settings

_LOCAL = ("127.0.0.1", "localhost", "::1")
_LEAST_TOKEN = 16


def serve(
    *,
    host: str,
    port: int,
    token: str | None,
    names: tuple[str, ...],
    data: Path | None,
    is_opened: bool,
    jobs: int | None,
) -> int:
    """Serve until somebody stops it."""
    if host not in _LOCAL and not token:
        raise JuesuanError(
            f"--host {host} can be reached by others: give a --token (JUESUAN_SERVE_TOKEN)"
        )
    if token is not None and len(token) < _LEAST_TOKEN:
        raise JuesuanError(f"the token is too short: {_LEAST_TOKEN} characters at least")
    if names and not token:
        raise JuesuanError("--name is for a server behind a proxy: give a --token, too")

    import uvicorn

    from dagster_project.serve.app import build_app
    from dagster_project.serve.config import LOCAL_NAMES, ServeConfig

    settings = load_settings()
    config = ServeConfig(
        data=(data or PROJECT_DIR / ".serve").resolve(),
        published=settings.published_dir,
        raw=settings.raw_dir,
        token=token,
        names=LOCAL_NAMES | {name.lower() for name in names},
        jobs=jobs,
    )
    address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}/"  # noqa: S104
    click.echo(f"决算核对台：{address}（Ctrl-C 结束）", err=True)
    if is_opened:
        webbrowser.open(address)
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    server = uvicorn.Server(
        uvicorn.Config(
            build_app(config),
            host=host,
            port=port,
            # A name in a log tells who has published what before it is published.
            access_log=False,
            log_level="warning",
            server_header=False,
            limit_concurrency=100,
            timeout_keep_alive=30,
            timeout_graceful_shutdown=5,
        )
    )
    server.run()
    if not server.started:
        raise JuesuanError(f"port {port} of {host} cannot be used: choose another with --port")
    return 0

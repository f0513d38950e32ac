"""How every command ends: an exit status, and for any error one plain line."""

from __future__ import annotations

import os
import re
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from dagster_project.runtime.advice import advise
from dagster_project.runtime.problems import JuesuanError

EXIT_PROBLEM = 2
# How SQLAlchemy begins what a database says: with the name of a class.
_CLASS = re.compile(r"^\([\w.]+\) ")


def set_environment(**paths: Path | None) -> None:
    """Let an option win over its variable; Dagster's resources read the variables."""
    for name, path in paths.items():
        if path is not None:
            os.environ[name] = str(path.expanduser().resolve())


def finish(work: Callable[[], int]) -> None:
    """Run a command and leave with its exit status; any error becomes one plain line."""
    status: Any
    try:
        status = work()
    except JuesuanError as error:
        status = _fail(str(error))
    except BrokenPipeError:
        # The reader of a pipe has seen enough (`juesuan findings | head`): nobody to tell.
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")
        status = 0
    except KeyboardInterrupt:
        click.echo(
            "juesuan: 已中断,已发布的不变 (interrupted; what was published before stays)", err=True
        )
        status = 130
    except OSError as error:
        # Disk full, no permission, a file where a folder should be: the system says it best.
        where = f": {error.filename}" if error.filename else ""
        what = f"{error.strerror or error}{where}"
        advice = advise(error)
        status = _fail(f"{advice}: {what}" if advice else what)
    except Exception as error:  # A user gets a line and a file, never a stack trace.
        if advice := advise(error):
            status = _fail(f"{advice}: {_first_line(error)}")
        else:
            told = f"unexpected error: {_first_line(error)} ({_save_traceback()})"
            status = _fail(f"意外错误,请把下述文件交给维护者 {told}")
    sys.stdout.flush()
    sys.exit(status)


def _first_line(error: Exception) -> str:
    line = (str(error).strip() or type(error).__name__).splitlines()[0]
    return _CLASS.sub("", line)


def _fail(message: str) -> int:
    click.echo(f"juesuan: {message}", err=True)
    return EXIT_PROBLEM


def _save_traceback() -> str:
    from dagster_project.runtime.settings import load_settings

    path = load_settings().dagster_home / "last_error.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(traceback.format_exc(), encoding="utf-8")
    except OSError:
        return "details could not be saved"
    return f"details in {path}"

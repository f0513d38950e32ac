"""PostgreSQL, a scheduler and workers on this machine, for trial, tests and measurement.

Loopback only, and gone afterwards: PostgreSQL listens on a socket in a folder that nobody else may
enter, Dask on 127.0.0.1. What a deployment needs instead is said in docs/scaling.md.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.settings import LakePlace

_USER = "juesuan"
# A worker that looks a hundred times a second at what it does has less left for doing it.
_OF_DASK = {"DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False"}
_START_SECONDS = 120.0
_STOP_SECONDS = 15.0


@dataclass
class Services:
    """What runs: the lake it makes up, and the processes of the workers."""

    place: LakePlace
    folder: Path
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> Mapping[str, str]:
        """Return what ``juesuan run`` has to be told."""
        return {
            "JUESUAN_TARGET": "lake",
            "JUESUAN_LAKE_CATALOG": self.place.catalog,
            "JUESUAN_LAKE_DATA": self.place.data,
            "JUESUAN_LAKE_SCHEDULER": self.place.scheduler,
        }

    def add_worker(self) -> subprocess.Popen[bytes]:
        """Start a worker of one thread."""
        number = len(self.workers) + 1
        command = [
            *("distributed.cli.dask_worker", self.place.scheduler, "--name", f"worker-{number}"),
            *("--host", "127.0.0.1", "--nthreads", "1", "--nworkers", "1", "--no-nanny"),
            *("--memory-limit", "0", "--no-dashboard", "--death-timeout", str(int(_START_SECONDS))),
            *("--local-directory", str(self.folder / f"worker-{number}")),
        ]
        worker = _start(command, self.folder / f"worker-{number}.log")
        self.workers.append(worker)
        return worker


def find_postgres() -> Path | None:
    """Return the folder of PostgreSQL's programs, None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found += [Path(on_path).parent] if (on_path := shutil.which("initdb")) else []
    needed = ("initdb", "pg_ctl", "createdb")
    return next((each for each in found if all((each / n).is_file() for n in needed)), None)


@contextlib.contextmanager
def lake_services(workers: int = 2) -> Iterator[Services]:
    """Start everything in a temporary folder, and stop it afterwards; the lake goes with it."""
    # Not below the caller's: names of sockets are short, and PostgreSQL's user must get there.
    folder = Path(tempfile.mkdtemp(prefix="juesuan-lake-"))
    folder.chmod(0o711)
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        catalog = stack.enter_context(_postgres(folder / "catalog"))
        scheduler = folder / "scheduler.json"
        process = _start(
            [
                *("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"),
                *("--no-dashboard", "--scheduler-file", str(scheduler)),
            ],
            folder / "scheduler.log",
        )
        stack.callback(_stop, process)
        address = _address(process, scheduler)
        services = Services(LakePlace(catalog, f"{folder / 'data'}/", address), folder)
        stack.callback(_stop_all, services.workers)
        for _ in range(workers):
            services.add_worker()
        yield services


@contextlib.contextmanager
def _postgres(folder: Path) -> Iterator[str]:
    programs = find_postgres()
    if programs is None:
        raise JuesuanError("PostgreSQL is missing: apt-get install postgresql")
    folder.mkdir(mode=0o700)
    # PostgreSQL refuses to run as root; Debian's package brings a user for it.
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user, user)
    data = folder / "data"

    def run(program: str, *arguments: str) -> None:
        done = subprocess.run(  # noqa: S603 - programs of PostgreSQL, our own arguments
            [str(programs / program), *arguments],
            user=user,
            group=user,
            extra_groups=[] if user else None,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if program != "pg_ctl" else subprocess.DEVNULL,
            stderr=subprocess.STDOUT if program != "pg_ctl" else subprocess.DEVNULL,
            text=True,
            check=False,
        )
        if done.returncode:
            raise JuesuanError(f"{program} failed: {(done.stdout or '').strip()}")

    run(
        "initdb",
        *("-D", str(data), "-U", _USER, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"),
    )
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        run("createdb", "-h", str(folder), "-U", _USER, "lake")
        yield f"host={folder} user={_USER} dbname=lake"
    finally:
        with contextlib.suppress(JuesuanError):
            run("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")


def _start(command: list[str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as stream:
        return subprocess.Popen(  # noqa: S603 - our own interpreter
            [sys.executable, "-m", *command],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            env=os.environ | _OF_DASK,
            # Ctrl-C is for whoever uses the services; they are stopped afterwards.
            start_new_session=True,
        )


def _address(process: subprocess.Popen[bytes], scheduler: Path) -> str:

    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError, ValueError):
            return str(json.loads(scheduler.read_text(encoding="utf-8"))["address"])
        time.sleep(0.05)
    raise JuesuanError(f"the scheduler did not start: {scheduler.with_suffix('.log').read_text()}")


def _stop_all(processes: list[subprocess.Popen[bytes]]) -> None:
    """Stop those of a list that grows until it is asked for."""
    for process in processes:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

"""What code in a hijacked decoder would try. For a worker only."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dagster_project.reading.batch.tasks import read_paths
from dagster_project.reading.sandbox.confine import close_files_and_network, close_programs


def attempt(act: Callable[..., object], *arguments: Any) -> str:
    """Return whether the system refused it."""
    try:
        act(*arguments)
    except OSError:
        return "refused"
    return "done"


def attempt_closed(act: Callable[..., object]) -> str:
    """Return whether it is refused to a decoder that needs no program."""
    close_programs()
    return attempt(act)


def read_and_start(path: Path) -> str:
    """Read a file, then try to start a program."""
    read_paths([path])
    return attempt(start_program)


def state(folder: Path) -> dict[str, bytes]:
    """Return everything that is in a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in sorted(folder.rglob("*"))
    }


def _overwrite(folder: Path) -> None:
    (folder / "kept.txt").write_text("changed", encoding="utf-8")


def _append(folder: Path) -> None:
    with (folder / "kept.txt").open("a", encoding="utf-8") as stream:
        stream.write("changed")


def _truncate(folder: Path) -> None:
    os.truncate(folder / "kept.txt", 1)


def _create(folder: Path) -> None:
    (folder / "new.txt").write_text("new", encoding="utf-8")


def _remove(folder: Path) -> None:
    (folder / "kept.txt").unlink()


def _rename(folder: Path) -> None:
    (folder / "kept.txt").rename(folder / "other.txt")


def _link(folder: Path) -> None:
    os.link(folder / "kept.txt", folder / "linked.txt")


def _make_symlink(folder: Path) -> None:
    (folder / "symlink").symlink_to("/etc/passwd")


def _make_folder(folder: Path) -> None:
    (folder / "folder").mkdir()


def _remove_folder(folder: Path) -> None:
    (folder / "empty").rmdir()


def _make_pipe(folder: Path) -> None:
    os.mkfifo(folder / "pipe")


def _bring_in(folder: Path) -> None:
    own = Path(tempfile.mkdtemp()) / "brought.txt"
    own.write_text("new", encoding="utf-8")
    shutil.copy(own, folder / "brought.txt")


WRITING = (
    *(_overwrite, _append, _truncate, _create, _remove, _rename, _link, _make_symlink),
    *(_make_folder, _remove_folder, _make_pipe, _bring_in),
)


def write_in_own_folder() -> str:
    """Write where a decoder may; return where that is."""
    place = Path(tempfile.gettempdir()) / "own.txt"
    place.write_text("mine", encoding="utf-8")
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123
        nowhere.write("nothing")
    return str(place)


def _connect(port: int) -> None:
    socket.create_connection(("127.0.0.1", port), timeout=5).close()


def _send_datagram(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"secret", ("127.0.0.1", port))


def _listen(_: int) -> None:
    socket.create_server(("127.0.0.1", 0)).close()


def _send_over_ipv6(port: int) -> None:
    socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).close()


def _ask_the_kernel(_: int) -> None:
    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW).close()


TALKING = (_connect, _send_datagram, _listen, _send_over_ipv6, _ask_the_kernel)


def start_program() -> None:
    """Start a program."""
    subprocess.run([sys.executable, "-c", ""], check=True)


def _fork() -> None:
    child = os.fork()
    if not child:
        os._exit(0)
    os.waitpid(child, 0)


def _spawn() -> None:
    process = os.posix_spawn(sys.executable, [sys.executable, "-c", ""], os.environ)
    os.waitpid(process, 0)


def _open_local_socket() -> None:
    socket.socket(socket.AF_UNIX, socket.SOCK_STREAM).close()


STARTING = (start_program, _fork, _spawn, _open_local_socket)


def start_thread() -> None:
    """Start a thread and wait for it."""
    done: list[bool] = []
    thread = threading.Thread(target=done.append, args=(True,))
    thread.start()
    thread.join()
    assert done


def signal(process: int) -> None:
    """Send a process the signal that only looks whether it is there."""
    os.kill(process, 0)


def nothing() -> None:
    """Do nothing."""


def seconds_of_closing() -> float:
    """Return how long it takes to close all doors once more."""
    began = time.perf_counter()
    close_files_and_network(Path(tempfile.gettempdir()))
    close_programs()
    return time.perf_counter() - began

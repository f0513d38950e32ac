"""A process that imports the decoders once and forks the workers: each finds everything made.

Started by ``sandbox.py``, which asks for a worker over a socket and hands it both ends it talks
through. Importing takes most of a second; with a process of its own each worker would pay it.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import signal
import socket
import struct
from collections.abc import Sequence

from dagster_project.reading.sandbox.confine import remove_dead_sockets
from dagster_project.reading.sandbox.worker import serve

# Imported before the first fork; one that is not installed is simply not there.
_PRELOADED = ("dagster_project.reading.batch.tasks", "dagster_project.reading.decoders.pdf")
# Those that take a sixth of a second to import: left out where no file is likely to need them.
TEXT_DECODERS = (
    "dagster_project.reading.decoders.text.decode",
    "dagster_project.reading.decoders.text.gridding",
)
DEAR_DECODERS = (
    *TEXT_DECODERS,
    "dagster_project.reading.decoders.xlsx",
    "dagster_project.reading.decoders.docx",
)
_WARMING = "dagster_project.reading.batch.warming"
# What is asked for a worker, and the number of its process, which answers.
WANTED = b"w"
PROCESS_NUMBER = struct.Struct(">q")


def _private_socket() -> socket.socket:
    """Return the socket to the caller and point the standard streams to nowhere.

    A library that prints would otherwise write into what somebody else reads.
    """
    caller = socket.socket(fileno=os.dup(0))
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    return caller


def _prepare(decoders: Sequence[str]) -> None:
    # What is imported and made here stays: nothing of it is garbage to be looked for.
    gc.disable()
    for name in (*_PRELOADED, *decoders):
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    with contextlib.suppress(Exception):
        importlib.import_module(_WARMING).warm_up()
    # What is there already lives as long as this process: no child needs to look at it again.
    gc.freeze()
    gc.enable()


def _fork_worker(caller: socket.socket, requests: int, replies: int) -> int:
    """Return the number of a new worker, which leads a process group of its own."""
    worker = os.fork()
    if not worker:
        status = 1
        try:
            caller.close()
            with contextlib.suppress(OSError):
                os.setpgid(0, 0)
            serve(requests, replies)
            status = 0
        finally:
            os._exit(status)
    # By whichever of the two comes first: the caller may want to kill the group at once.
    with contextlib.suppress(OSError):
        os.setpgid(worker, worker)
    return worker


def main(decoders: Sequence[str]) -> int:
    """Fork workers until the caller closes the socket, then wait for them to end.

    ``decoders`` are imported before, beside those that every run needs.

    Workers that died are kept until then, so that none of their numbers is given to a stranger
    while the caller may still want to kill it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    caller = _private_socket()
    _prepare(decoders)
    with contextlib.suppress(OSError):
        while True:
            asked, ends, *_ = socket.recv_fds(caller, len(WANTED), 2)
            if not asked:
                break
            worker = _fork_worker(caller, *ends)
            for end in ends:
                os.close(end)
            caller.sendall(PROCESS_NUMBER.pack(worker))
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()
    remove_dead_sockets()
    return 0

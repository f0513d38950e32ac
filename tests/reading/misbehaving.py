"""Tasks for the sandbox that do what hostile files do to a decoder. For a worker only."""

from __future__ import annotations

import ctypes
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from dagster_project.reading.batch.answers import Reading
from dagster_project.reading.batch.tasks import read_paths
from dagster_project.reading.sandbox.worker import announce_pages


def double(number: int) -> int:
    """Return twice the number, after printing what must not get into the answer."""
    print("a library that prints")
    sys.stdout.flush()
    os.write(1, b"and one that writes to the descriptor")
    return 2 * number


def sleep(seconds: float, pages: int = 0) -> str:
    """Wait without using the processor."""
    if pages:
        announce_pages(pages)
    time.sleep(seconds)
    return "awake"


def spin() -> None:
    """Use the processor and never end."""
    while True:
        pass


def eat_memory() -> int:
    """Ask for more memory than there may be."""
    return len(bytearray(3 << 30))


def segfault() -> None:
    """Read where nothing is."""
    ctypes.string_at(0)


def leave() -> None:
    """End without an answer."""
    os._exit(3)


def fail() -> None:
    """Raise what no decoder should."""
    raise KeyError("a stream\nof two lines")


def process_id() -> int:
    """Return which child ran."""
    return os.getpid()


def read_until_held(paths: Sequence[Path]) -> Reading:
    """Read as always, but what is called ``held`` only when somebody lets go: never."""
    while "held" in paths[0].name:
        time.sleep(0.05)
    return read_paths(paths)


def read_or_misbehave(paths: Sequence[Path]) -> Reading:
    """Read as always, but do what the file's name says."""
    name = paths[0].name
    for word, act in (("hang", spin), ("crash", segfault), ("memory", eat_memory)):
        if word in name:
            act()
    if "slow" in name:
        time.sleep(0.7)
    return read_paths(paths)


def convert_for_ever() -> None:
    """Have a program that never ends convert something."""
    from dagster_project.reading.decoders.office.convert import convert

    convert(b"x", "doc", "docx", seconds=600.0)

"""How much of a large set of cases a test takes.

``make test`` takes a sample that is spread over the whole set and is always the same;
``make bench`` (JUESUAN_EVERY_CASE=1) takes every case.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

EVERY_CASE = bool(os.environ.get("JUESUAN_EVERY_CASE"))
T = TypeVar("T")


def one_in(few: int, cases: Sequence[T], shift: int) -> Sequence[T]:
    """Return every ``few``-th case, beginning at ``shift``; all of them where all are asked for.

    With another ``shift`` for each place that the cases are tried in, each place meets some of
    them and each of them meets some places.
    """
    return cases if EVERY_CASE else cases[shift % few :: few]

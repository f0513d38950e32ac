"""Text from documents as office files may hold it: without signs that steer or break a program."""

from __future__ import annotations

import re

# Control signs (XML knows only tab and line ends), halves of signs, signs of no script, and those
# that turn the direction of what follows: a name could show a figure from right to left.
_STEERING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufffe\uffff]"
)


def as_plain_text(text: str) -> str:
    """Return the text without signs that steer; tabs and line ends stay."""
    return _STEERING.sub("", text)

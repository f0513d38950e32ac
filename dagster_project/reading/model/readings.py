"""Two independent readings of one cell: whether they agree in what they say, not in looks."""

from __future__ import annotations

import re
import unicodedata

from dagster_project.reading.model.grid import GridCell

_SIGNS = str.maketrans({"−": "-", "–": "-", "－": "-", "—": "-", "─": "-"})
_NOT_DIGITS = re.compile(r"[^\d.\-]")


def _plain(text: str) -> str:
    return _NOT_DIGITS.sub("", unicodedata.normalize("NFKC", text).translate(_SIGNS))


def readings_agree(cell: GridCell) -> bool:
    """Return whether the second reading of a figure, where there is one, has the same digits."""
    return cell.reading is None or _plain(cell.text) == _plain(cell.reading)


def disagreement(cell: GridCell, name: str) -> str:
    """Return the sentence that keeps both readings of a cell."""
    printed, other = cell.text.strip() or "空白", (cell.reading or "").strip() or "空白"
    return f"{cell.locator} {name}两次读数不同：“{printed}”与“{other}”"

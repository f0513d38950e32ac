"""Raised and lowered digits of a text: marks that point to notes, never digits of a figure."""

from __future__ import annotations

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def as_mark(text: str) -> str:
    """Return a raised or lowered piece of text with digits that nobody takes for a figure's."""
    return text.translate(_RAISED)

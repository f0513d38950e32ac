"""What was found of one part: well, worth knowing, or wrong with a remedy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["well", "note", "wrong"]


@dataclass(frozen=True)
class Diagnosis:
    """One part that was looked at. ``remedy`` is empty where nothing is to be done."""

    part: str
    state: State
    found: str
    remedy: str = ""


def well(part: str, found: str) -> Diagnosis:
    """Return that a part is as it should be."""
    return Diagnosis(part, "well", found)


def note(part: str, found: str, remedy: str) -> Diagnosis:
    """Return what limits the installation and stops nothing."""
    return Diagnosis(part, "note", found, remedy)


def wrong(part: str, found: str, remedy: str) -> Diagnosis:
    """Return a fault, and what to do."""
    return Diagnosis(part, "wrong", found, remedy)

"""The locks: every package that is ever installed, at its version."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker

# In the order in which they are installed, and what the packages of each are for.
LOCKS = {
    "requirements.lock": "runtime",
    "requirements-ocr.lock": "ocr",
    "requirements-lake.lock": "lake",
    "requirements-dev.lock": "dev",
}
_PIN = re.compile(
    r"^(?P<name>[\w.-]+)(?:\[[\w,.-]+\])?==(?P<version>[^ ;\\]+)(?: ; (?P<marker>[^\\\n]+))?",
    re.MULTILINE,
)


@dataclass(frozen=True, order=True)
class Package:
    """A pinned package: its normalised name, its version, and the first lock that wants it.

    ``is_for_here`` is false where the lock wants it on other systems only.
    """

    name: str
    version: str
    lock: str
    is_for_here: bool = True


def normalise(name: str) -> str:
    """Return a package's name as the index knows it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read_locks(folder: Path) -> list[Package]:
    """Return every locked package once, by name."""
    found: dict[str, Package] = {}
    for file, lock in LOCKS.items():
        for pin in _PIN.finditer((folder / file).read_text(encoding="utf-8")):
            name = normalise(pin["name"])
            is_for_here = pin["marker"] is None or Marker(pin["marker"].strip()).evaluate()
            # Of a later lock where the first wants it on other systems only.
            if name not in found or (is_for_here and not found[name].is_for_here):
                found[name] = Package(name, pin["version"], lock, is_for_here)
    return sorted(found.values())

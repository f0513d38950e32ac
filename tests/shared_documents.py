"""The folder ../shared beside a checkout: published disclosures and what is printed in them.

They belong to their publishers and are not part of the repository, so a clone may be without them.
A test that needs them says what it proves: the summary of a run lists what was not proved, and how
many tests that is.
"""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"
DOCUMENTS = SHARED / "documents"
# How the reason of a skip begins, so that the summary finds it.
ABSENT = "needs ../shared: "


def _is_there(paths: tuple[Path, ...]) -> bool:
    return all(path.exists() for path in paths or (DOCUMENTS,))


def needs_shared(proves: str, *paths: Path) -> pytest.MarkDecorator:
    """Return a mark that skips a test where the paths (else the whole folder) are not there."""
    return pytest.mark.skipif(not _is_there(paths), reason=f"{ABSENT}{proves}")


def skip_without_shared(proves: str, *paths: Path) -> None:
    """Skip the test or fixture that is running where the paths are not there."""
    # The reason is told with the place of the caller.
    __tracebackhide__ = True
    if not _is_there(paths):
        pytest.skip(f"{ABSENT}{proves}")

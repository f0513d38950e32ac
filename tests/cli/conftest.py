"""Options of the command line become environment variables: each test starts from its own."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def environment() -> Iterator[None]:
    saved = dict(os.environ)
    for name in ("JUESUAN_RAW_DIR", "JUESUAN_PUBLISHED_DIR", "JUESUAN_WAREHOUSE", "DAGSTER_HOME"):
        os.environ.pop(name, None)
    # A worker of the tests has no terminal, and a narrow table folds its figures.
    os.environ["COLUMNS"] = "160"
    yield
    os.environ.clear()
    os.environ.update(saved)

"""Properties are tried on the same examples each time, and on others where every case is asked."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile(
    "suite", derandomize="JUESUAN_EVERY_CASE" not in os.environ, deadline=None
)
settings.load_profile("suite")

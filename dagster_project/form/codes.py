"""What codes of accounts look like, printed whole: 2080501 by function, 30101 by economic kind."""

from __future__ import annotations

import re

FUNCTIONAL = re.compile(r"2\d{2}(?:\d{2}){0,2}")
ECONOMIC = re.compile(r"[35]\d{2}(?:\d{2})?")

"""What codes look like: 2080501 by function, 30101 by economic kind, 201 06 01 apart."""

from __future__ import annotations

import re

FUNCTIONAL = re.compile(r"2\d{2}(?:\d{2}){0,2}")
ECONOMIC = re.compile(r"[35]\d{2}(?:\d{2})?")
# A code of either list, as a part of a pattern: in one piece, or with blanks between its levels.
CODE = r"\d{3}(?:\d{2}){0,2}"
SPACED_CODE = r"\d{3}(?:\s?\d{2}){0,2}"

"""Lines of a web page that are the site's and not the disclosure's: place, neighbours, copyright.

The patterns are data (``dbt/seeds/layouts/web_furniture.csv``).
"""

from __future__ import annotations

import re
from functools import cache

from dagster_project.form.seeds import LAYOUTS_DIR, read_seed

# A paragraph of the text may speak of a site; a line of the site is short.
_LONGEST = 150


@cache
def _pattern() -> re.Pattern[str]:
    rows = read_seed(LAYOUTS_DIR / "web_furniture.csv")
    return re.compile("|".join(f"(?:{row['pattern']})" for row in rows))


def is_web_furniture(text: str) -> bool:
    """Return whether a line belongs to the site that shows a disclosure."""
    return len(text) <= _LONGEST and _pattern().search("".join(text.split())) is not None

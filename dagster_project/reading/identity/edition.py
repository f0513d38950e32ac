"""Which edition of a disclosure a document is: a draft or the final one, and of which day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from dagster_project.form.labels import squeeze
from dagster_project.form.seeds import read_seed
from dagster_project.reading.identity.evidence import PUBLISHED_ON, Printed, weigh
from dagster_project.runtime.settings import SEEDS_DIR

# A title and not a sentence that mentions a draft: 审议了预算草案.
_LONGEST_TITLE = 60
_NO_TITLE = re.compile(r"[。；，]|预算")
_DATE = re.compile(r"\d+")
_TITLES = frozenset({"cover", "table_title", "file_name"})


@cache
def _draft_words() -> re.Pattern[str]:
    words = [row["word"] for row in read_seed(SEEDS_DIR / "policy" / "draft_words.csv")]
    return re.compile("|".join(map(re.escape, words)), re.IGNORECASE)


@cache
def _bare_mark() -> re.Pattern[str]:
    """Return what a mark of a draft looks like wherever it stands: （征求意见稿）, alone."""
    return re.compile(rf"[（(【\[]?(?:{_draft_words().pattern})[）)】\]]?", re.IGNORECASE)


def draft_words_in(texts: Iterable[str]) -> str:
    """Return the word that calls a document a draft in one of these titles, blank for none."""
    for text in map(squeeze, texts):
        found = _draft_words().search(text)
        if found and len(text) <= _LONGEST_TITLE and not _NO_TITLE.search(text):
            return found.group()
    return ""


def find_draft_words(texts: Sequence[Printed]) -> str:
    """Return the word that calls a document a draft, in a title, a file name or a line alone."""
    marks = (t.text for t in texts if t.zone == "text" and _bare_mark().fullmatch(squeeze(t.text)))
    titles = (text.text for text in texts if text.zone in _TITLES)
    return draft_words_in([*titles, *marks])


def find_printed_date(texts: Sequence[Printed]) -> str | None:
    """Return the day of publication that is printed, or its month: 2024-08-30, 2024-08."""
    for candidate in weigh(PUBLISHED_ON, texts):
        year, month, *day = map(int, _DATE.findall(candidate.value))
        if 1 <= month <= 12 and all(1 <= number <= 31 for number in day):
            return "-".join([str(year), *(f"{number:02d}" for number in (month, *day))])
    return None

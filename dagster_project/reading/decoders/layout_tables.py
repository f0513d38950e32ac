"""Tables that only lay out a page: a frame around paragraphs, a menu beside the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dagster_project.form.enumerators import PART, SECTION

# The cells of a table by row; each cell is what it holds, paragraph by paragraph.
Rows = Sequence[Sequence[Sequence[str]]]

_SHORTEST_SENTENCE = 20
_FIGURE = re.compile(r"\d(?:\s*[万亿]?元|\s*[%％])")
_HEADING = re.compile(rf"\s*(?:{PART}|{SECTION})")
# In a form to fill in a cell may hold some sentences on its aims; no cell of one holds sections
# with headings and their amounts.
_LEAST_SENTENCES = 6
_LEAST_TOLD = 3


def is_sentence(text: str) -> bool:
    """Return whether a text is a sentence rather than a label."""
    return len("".join(text.split())) >= _SHORTEST_SENTENCE and "。" in text


def tells_amount(text: str) -> bool:
    """Return whether a text is a sentence with an amount or a share."""
    return is_sentence(text) and bool(_FIGURE.search(text))


def _is_disclosure(cell: Sequence[str]) -> bool:
    sentences = [text for text in cell if is_sentence(text)]
    return (
        len(sentences) >= _LEAST_SENTENCES
        and sum(map(tells_amount, sentences)) >= _LEAST_TOLD
        and any(_HEADING.match(text) for text in cell)
    )


def only_lays_out(rows: Rows) -> bool:
    """Return whether the cells are places of running text and not those of a table.

    Either each row is one cell and they hold sentences with amounts, or one cell holds a whole text
    with its headings.
    """
    filled = [[cell for cell in row if any(text.strip() for text in cell)] for row in rows]
    cells = [cell for row in filled for cell in row]
    if all(len(row) <= 1 for row in filled):
        texts = [text for cell in cells for text in cell]
        return sum(map(is_sentence, texts)) > 1 and any(map(tells_amount, texts))
    return any(map(_is_disclosure, cells))

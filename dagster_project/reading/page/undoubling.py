"""Fake bold: headings, headers and totals are printed twice over, so their text comes out twice.

It happens per physical line (商品和服务商品和服务 / 支出支出), so lines are undoubled before
they are joined. Figures are never doubled and never undoubled.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence


def halve(text: str) -> str | None:
    """Return X if the text is XX, else None."""
    half, odd = divmod(len(text), 2)
    return text[:half] if half and not odd and text[:half] == text[half:] else None


def undouble(text: str) -> str:
    """Return X for XX, else the text itself."""
    return halve(text) or text


def undouble_fragments(text: str) -> str:
    """Undo doubling in a header line whose doubled fragments run together: 费费小计小计 → 费小计.

    The whole text must divide into doubled fragments, else it is returned as it is.
    """
    # best[i]: the undoubled form of text[:i] in the fewest fragments, or None.
    best: list[tuple[int, str] | None] = [(0, ""), *[None] * len(text)]
    for end in range(2, len(text) + 1):
        for start in range(end - 2, -1, -2):
            before, half = best[start], halve(text[start:end])
            if before is not None and half is not None:
                candidate = (before[0] + 1, before[1] + half)
                current = best[end]
                if current is None or candidate[0] < current[0]:
                    best[end] = candidate
    whole = best[len(text)]
    return whole[1] if whole else text


def _beginning(text: str, characters: int) -> str:
    """Return the beginning of a text that holds so many characters besides spaces."""
    for end, character in enumerate(text, start=1):
        characters -= character != " "
        if not characters:
            return text[:end]
    return text


def undouble_words(line: str) -> str:
    """Undo doubling in a heading: 第三部分 第三部分 说明说明 and 概况 概况 alike, spaces kept."""
    words = line.split()
    whole = halve("".join(words))
    if whole is not None:
        return _beginning(" ".join(words), len(whole))
    kept: list[str] = []
    for word in words:
        if not kept or word != kept[-1]:
            kept.append(word)
    return " ".join(undouble(word) for word in kept)


def join_label(pieces: Sequence[tuple[Hashable, str]]) -> str:
    """Join the pieces of a label, given as (line, word), and undouble it if it is bold.

    A label is bold when every physical line of it is doubled; a single doubled piece inside a
    plain name (人人) is not enough.
    """
    by_line: dict[Hashable, list[str]] = {}
    for line, word in pieces:
        by_line.setdefault(line, []).append(word)
    plain, halves = [], []
    for words in by_line.values():
        text = "".join(words)
        plain.append(text)
        half = halve(text)
        if half is None and all(halve(word) for word in words):
            half = "".join(undouble(word) for word in words)
        halves.append(half)
    return "".join(plain) if None in halves else "".join(half or "" for half in halves)

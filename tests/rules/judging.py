"""What a case expects of one verdict, and of its message."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from tests.rules.conftest import Key, Verdict

Book = Mapping[Key, Verdict]
Expected = tuple[str, str, str, str, str]
Message = tuple[str, str, str, str, str]


def is_ruled(book: Book, case: Expected) -> None:
    """Assert document, rule, subject, status and reason of one verdict."""
    *key, status, reason = case
    found = book[key[0], key[1], key[2]]
    assert (found.status, found.reason_code) == (status, reason)


def is_told(book: Book, case: Message) -> None:
    """Assert document, rule, subject, severity and words of one message."""
    *key, severity, words = case
    found = book[key[0], key[1], key[2]]
    assert found.severity == severity
    assert words in (found.message_zh or "")


def wrong_in(book: Book, document_id: str) -> set[tuple[str, str]]:
    """Return rule and subject of what fails in a document."""
    return {
        (rule, subject)
        for (document, rule, subject), verdict in book.items()
        if document == document_id and verdict.status == "fail"
    }


def count_seen(
    book: Book, kinds: Mapping[str, str], clean_id: str, unseen: Mapping[str, str], title: str
) -> tuple[set[str], list[str]]:
    """Return the kinds of mutants of which one was not seen, and a line about each kind.

    ``kinds`` is the kind of each mutant's document; ``unseen`` says why some kinds cannot be seen.
    A mutant is seen where something fails in it that does not fail in the clean document.
    """
    clean = wrong_in(book, clean_id)
    planted = Counter(kinds.values())
    seen = Counter(kind for name, kind in kinds.items() if wrong_in(book, name) - clean)
    lines = [
        f"{title}, {kind}: {seen[kind]} of {number} seen"
        + (f" ({unseen[kind]})" if kind in unseen else "")
        for kind, number in sorted(planted.items())
    ]
    return {kind for kind in planted if seen[kind] < planted[kind]}, lines

"""What a case expects of one verdict, and of its message."""

from __future__ import annotations

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

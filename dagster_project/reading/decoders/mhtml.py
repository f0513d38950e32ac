"""Decodes web archives (MHTML): what browsers and Office save as .mht, .xls or .doc."""

from __future__ import annotations

import email
import email.policy
from email.message import Message

from dagster_project.reading.decoders.html import decode_html
from dagster_project.reading.model.grid import DecodedDocument
from dagster_project.reading.model.source import RefusedError


def _page(part: Message) -> bytes:
    """Return a page in bytes; what the archive says of its encoding stands before what it says."""
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)  # noqa: S101 - a part that is no multipart
    charset = part.get_content_charset()
    if charset is None:
        return content
    try:
        return content.decode(charset).encode("utf-8-sig")
    except (LookupError, UnicodeDecodeError):
        return content


def decode_mhtml(content: bytes) -> DecodedDocument:
    """Return the pages of an archive as one document, a workbook's sheets one after the other.

    Raises RefusedError where there is no page in it.
    """
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
    if not pages:
        raise RefusedError("broken_file", "网页归档文件（mht）中没有网页，打不开")
    decoded = DecodedDocument()
    for number, page in enumerate(pages, start=1):
        content = _page(page)
        if not content.strip():
            continue
        found = decode_html(content, f"第{number}页的" if len(pages) > 1 else "")
        decoded.items.extend(found.items)
        decoded.left_out.extend(found.left_out)
    return decoded

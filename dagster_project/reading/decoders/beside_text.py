"""What stands beside the text of an office file and is not read: said with what it is and holds."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence

from lxml import etree

_NUMBER = re.compile(r"\d[\d,，]*(?:[.．]\d+)?")
# Running heads print years and page numbers; an amount has decimals or a unit.
_AMOUNT = re.compile(r"\d[.．]\d|\d\s*(?:万元|亿元|元)")

# The parts of a file by name, what people call them, and whether an amount alone is worth a word.
WORD_PARTS = (
    (re.compile(r"word/(?:header|footer)\d*\.xml"), "页眉、页脚", True),
    (re.compile(r"word/(?:footnotes|endnotes)\.xml"), "脚注、尾注", False),
    (re.compile(r"word/comments\.xml"), "批注", False),
)
SHEET_PARTS = (
    (re.compile(r"xl/drawings/drawing\d+\.xml"), "文本框（图形）", False),
    (
        re.compile(
            r"xl/(?:comments\d*|comments/comment\d+|threadedComments/threadedComment\d+)\.xml"
        ),
        "批注",
        False,
    ),
)
Parts = Sequence[tuple[re.Pattern[str], str, bool]]


def _texts(content: bytes) -> Iterator[str]:
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError:
        return
    # Word keeps a second copy of a drawing for old programs.
    for copy in list(root.iter("{*}Fallback")):
        copy.getparent().remove(copy)
    # Notes of a sheet have runs and no paragraphs.
    paragraphs = list(root.iter("{*}p")) or list(root.iter("{*}comment", "{*}threadedComment"))
    for paragraph in paragraphs:
        text = "".join(element.text or "" for element in paragraph.iter("{*}t", "{*}text"))
        if text.strip():
            yield text.strip()


def unread_note(what: str, texts: Sequence[str]) -> str:
    """Return the sentence about texts that are not read, with how many numbers they hold."""
    numbers = sum(len(_NUMBER.findall(text)) for text in texts)
    said = f"（如“{texts[0][:20]}”）"
    return f"{what}中有 {len(texts)} 段文字、{numbers} 个数没有读{said}"


def notes_beside(archive: zipfile.ZipFile, parts: Parts) -> list[str]:
    """Return a sentence for each kind of text beside that of a file, where it holds any."""
    notes = []
    for pattern, what, needs_amount in parts:
        texts: list[str] = []
        for name in archive.namelist():
            if pattern.fullmatch(name):
                texts += _texts(archive.read(name))
        if needs_amount:
            texts = [text for text in texts if _AMOUNT.search(text)]
        if texts:
            notes.append(unread_note(what, list(dict.fromkeys(texts))))
    return notes

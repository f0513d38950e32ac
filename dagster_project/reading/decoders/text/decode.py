"""From bytes to numbered lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dagster_project.reading.decoders.text.encoding import decode_strictly
from dagster_project.reading.model.grid import TextLine
from dagster_project.reading.model.source import RefusedError

_LINE_BREAK = re.compile(r"\r\n|\n")
# Control characters that a text file has no use for; \t \n \f \r are fine.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_SPACE_LIKE = str.maketrans({"\u3000": " ", "\xa0": " ", "\t": " ", "\u200b": None, "\ufeff": None})


@dataclass(frozen=True)
class DecodedText:
    """The lines of a source file, the 12th at ``L12``, and the encoding they were in."""

    lines: tuple[TextLine, ...]
    encoding: str


def decode_text(content: bytes) -> DecodedText:
    """Return the lines of a text file. Raises RefusedError for anything but text.

    Pages are known only where the file has form feeds; a line belongs to the page it begins on.
    """
    text, encoding = decode_strictly(content)
    if _CONTROL.search(text) or (encoding == "gb18030" and not re.search(r"[\u4e00-\u9fff]", text)):
        raise RefusedError("not_text", "文件含有不属于文本的控制字符，可能是二进制文件")
    if "\n" not in text:
        text = text.replace("\r", "\n")
    has_pages = "\f" in text
    page = 1
    lines = []
    for number, raw in enumerate(_LINE_BREAK.split(text), start=1):
        # A form feed opens the page of what follows it on the same line.
        page += raw.count("\f")
        clean = raw.replace("\f", "").translate(_SPACE_LIKE)
        lines.append(TextLine(clean, f"L{number}", page if has_pages else None))
    return DecodedText(tuple(lines), encoding)

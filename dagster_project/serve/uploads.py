"""A file on its way in: its name made harmless, its size counted while it comes."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from pathlib import Path

from starlette.requests import ClientDisconnect, Request

# Of a name on disk: most systems allow 255 bytes, and a character of Chinese has three.
_MOST_NAME_BYTES = 180
# A sender that says nothing for so long is gone, or means to hold us.
_SILENCE_SECONDS = 30.0
_SEPARATORS = re.compile(r"[/\\]+")


class UploadError(Exception):
    """A file is not taken: the status, and one plain sentence."""

    def __init__(self, status: int, reason_zh: str) -> None:
        """Keep both."""
        super().__init__(reason_zh)
        self.status = status
        self.reason_zh = reason_zh


def harmless_name(name: str) -> str:
    """Return what a file is called, as one name in a folder.

    The name tells the reader something (whose, which year), so it is kept as far as it can be: no
    folder, no control or direction characters, not hidden, not too long.
    """
    last = _SEPARATORS.split(name)[-1]
    seen = "".join(
        character
        for character in unicodedata.normalize("NFC", last)
        if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    seen = seen.strip().lstrip(".~$").strip()
    stem, dot, ending = seen.rpartition(".")
    if not dot or len(ending) > 8:
        stem, dot, ending = seen, "", ""
    while len(stem.encode()) > _MOST_NAME_BYTES:
        stem = stem[:-1]
    return f"{stem}{dot}{ending}" or "file"


async def receive(request: Request, path: Path, most_bytes: int) -> int:
    """Write the body of a request into a new file and return its bytes. Raises UploadError."""
    said = request.headers.get("content-length")
    too_large = UploadError(413, f"文件超过 {most_bytes // (1 << 20)} MB，不收")
    if said and said.isdigit() and int(said) > most_bytes:
        raise too_large
    written = 0
    chunks = request.stream()
    try:
        with path.open("xb") as stream:
            while True:
                try:
                    chunk = await asyncio.wait_for(anext(chunks), _SILENCE_SECONDS)
                except StopAsyncIteration:
                    break
                written += len(chunk)
                if written > most_bytes:
                    raise too_large
                stream.write(chunk)
    except (TimeoutError, ClientDisconnect) as stopped:
        path.unlink(missing_ok=True)
        raise UploadError(408, "文件没有传完") from stopped
    except UploadError:
        path.unlink(missing_ok=True)
        raise
    return written

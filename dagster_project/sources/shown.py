"""Sources as people see them: pages as cached images, and boxes as shares of a page.

Every file is opened in the sandbox, by a worker of its own that lives as long as this does; what
was drawn once is kept on disk under the hash of its file.
"""

from __future__ import annotations

import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.sandbox.limits import MEGABYTE, Limits
from dagster_project.reading.sandbox.sandbox import Sandbox
from dagster_project.release.places import CELL, PAGE, SENTENCE, Box, Place
from dagster_project.sources.in_sandbox import (
    GridShown,
    LineShown,
    Share,
    SourceShape,
    find_texts,
    render,
    shape_of,
    show_contents,
)
from dagster_project.sources.kept import KeptFile

IMAGE_TYPE = "image/webp"
# Pixels to a point: 144 dpi, at which print of 8 points is read without effort.
USUAL_SCALE = 2.0
MOST_SCALE = 4.0
MOST_ROWS = 5_000
# A page of a disclosure is drawn in 0.1 s; what takes a minute is hostile.
_LIMITS = Limits(
    seconds=60.0, seconds_per_page=0.2, longest_seconds=180.0, memory_bytes=2048 * MEGABYTE
)
# Answers that are kept in memory: some kilobytes each.
_MOST_ANSWERS = 2_000


@dataclass(frozen=True)
class Marked:
    """Where a place is on its page: boxes as shares of the page, and of what it ends with.

    ``times``: how often the page says the same; the boxes are those of each.
    """

    place: Place
    boxes: tuple[Share, ...]
    figure: tuple[Share, ...] = ()
    times: int = 1


class ShownSources:
    """Draws pages and looks for places; may be used from several threads."""

    def __init__(self, cache: Path, *, most_bytes: int = 512 * MEGABYTE, workers: int = 1) -> None:
        """Keep images in the folder ``cache``, the oldest of them dropped beyond so many bytes."""
        self.cache = cache
        self._most_bytes = most_bytes
        self._sandbox = Sandbox(workers, _LIMITS)
        self._answers: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._lock = threading.Lock()

    def __enter__(self) -> ShownSources:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the sandbox."""
        self.close()

    def close(self) -> None:
        """End the sandbox."""
        self._sandbox.close()

    def shape(self, file: KeptFile) -> SourceShape:
        """Return what a file is and how large its pages are. Raises RefusedError."""
        shape: SourceShape = self._ask((file.sha256, "shape"), shape_of, file.path)
        return shape

    def page_image(self, file: KeptFile, page: int, scale: float = USUAL_SCALE) -> Path:
        """Return the image of a page, from 1, ``scale`` pixels to a point. Raises RefusedError."""
        scale = round(min(max(scale, 0.25), MOST_SCALE), 2)
        path = self.cache / file.sha256 / f"{page}@{scale:g}.webp"
        if path.is_file():
            path.touch()
            return path
        content = self._call(render, file.path, page, scale)
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as stream:
            stream.write(content)
        Path(stream.name).replace(path)
        self._drop_old()
        return path

    def contents(self, file: KeptFile) -> list[GridShown | LineShown]:
        """Return the sheets, tables and lines of a file without pages. Raises RefusedError."""
        found: list[GridShown | LineShown] = self._ask(
            (file.sha256, "contents"), show_contents, file.path, MOST_ROWS
        )
        return found

    def mark(self, file: KeptFile, places: Sequence[Place]) -> list[Marked]:
        """Return where places stand on the pages of a file, in their order.

        A cell brings its box; a sentence is looked for in the text of its page, and of the next
        one; what is not found has no box. Raises RefusedError.
        """
        shape = self.shape(file)
        marked = []
        for place in places:
            if place.kind == CELL and place.box and place.page:
                box = share_of(place.box, shape, place.page)
                marked.append(Marked(place, (box,) if box else (), (box,) if box else ()))
            elif place.kind in (SENTENCE, PAGE) and place.page:
                marked.append(self._sentence(file, shape, place))
            else:
                marked.append(Marked(place, ()))
        return marked

    def _sentence(self, file: KeptFile, shape: SourceShape, place: Place) -> Marked:
        wanted = (place.excerpt or place.printed_text, place.printed_text)
        # A paragraph is where it begins: what is said in it may stand on the page after.
        for page in (place.page or 0, (place.page or 0) + 1):
            if wanted[0] and 1 <= page <= len(shape.pages):
                key = (file.sha256, "text", page, wanted)
                [found] = self._ask(key, find_texts, file.path, page, [wanted])
                if found.whole:
                    here = replace(place, page=page)
                    return Marked(here, tuple(found.whole), tuple(found.figure), found.times)
        return Marked(place, ())

    def _ask(self, key: tuple[Any, ...], function: Callable[..., Any], *arguments: Any) -> Any:
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        answer = self._call(function, *arguments)
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > _MOST_ANSWERS:
                self._answers.popitem(last=False)
        return answer

    def _call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        answer = self._sandbox.call(function, *arguments)
        if isinstance(answer, RefusedError):
            raise answer
        return answer

    def _drop_old(self) -> None:
        """Drop the images that nobody looked at for longest, until the rest is small enough."""
        with self._lock:
            files = [(path.stat(), path) for path in self.cache.glob("*/*.webp")]
            left = sum(status.st_size for status, _ in files)
            for status, path in sorted(files, key=lambda each: each[0].st_mtime_ns):
                if left <= self._most_bytes:
                    break
                path.unlink(missing_ok=True)
                left -= status.st_size


def share_of(box: Box, shape: SourceShape, page: int) -> Share | None:
    """Return a box of points as shares of its page; None where there is no such page."""
    if not 1 <= page <= len(shape.pages):
        return None
    width, height = shape.pages[page - 1]
    if not (width and height):
        return None
    left, top, right, bottom = box
    return (
        *(_inside(left / width), _inside(top / height)),
        *(_inside(right / width), _inside(bottom / height)),
    )


def _inside(part: float) -> float:
    return round(min(max(part, 0.0), 1.0), 5)

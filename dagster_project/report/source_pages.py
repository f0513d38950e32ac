"""The pages of a kept source beside the rebuilt tables, what findings point at boxed.

Where no source is kept, which is the rule for what is shipped, there is nothing (decision 0058).
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dagster_project.reading.model.source import RefusedError
from dagster_project.release.marts import Marts, Row
from dagster_project.release.places import CELL, Place, read_places
from dagster_project.report.pages import file_stem
from dagster_project.sources.in_sandbox import Share
from dagster_project.sources.kept import KEPT_FOLDER, KeptFile, kept_source
from dagster_project.sources.shown import ShownSources

# 108 dpi: read without effort at the width of a page, some 60 KB each.
_SCALE = 1.5
# A document whose findings are on more pages is read in its own file.
_MOST_PAGES = 20


@dataclass(frozen=True)
class BoxShown:
    """What a finding points at on a page, in shares of it: left, top, right, bottom."""

    share: Share
    finding_id: str
    is_cause: bool

    @property
    def style(self) -> str:
        """Return its place in percent, as CSS."""
        left, top, right, bottom = self.share
        width, height = right - left, bottom - top
        return f"left:{left:.3%};top:{top:.3%};width:{width:.3%};height:{height:.3%}"


@dataclass(frozen=True)
class PageShown:
    """A page of the source: its number, the address of its image from the root, its boxes."""

    page: int
    url: str
    boxes: Sequence[BoxShown]


class SourcePages:
    """Writes the images of pages into the site, document by document."""

    def __init__(self, marts: Marts, raw_dir: Path, site: Path, shown: ShownSources) -> None:
        """Know which documents have a source folder: one look at ``raw_dir``."""
        self._marts, self._site, self._shown = marts, site, shown
        self._folders = {
            path.parent.name: path.parent for path in sorted(raw_dir.glob(f"*/*/{KEPT_FOLDER}"))
        }

    def files_of(self, document_id: str) -> list[str]:
        """Return the hashes of the source files of a document, as far as they are kept."""
        folder = self._folders.get(document_id)
        files = kept_source(folder) if folder is not None else []
        return [f"{file.name} {file.sha256}" for file in files]

    def of_document(
        self, document_id: str, findings: Sequence[Row]
    ) -> Mapping[str, Sequence[PageShown]]:
        """Return the pages that its findings point into, by table; none without a source."""
        folder = self._folders.get(document_id)
        files = kept_source(folder) if folder is not None else []
        if not files:
            return {}
        found = read_places(self._marts.connection, [document_id])
        places: dict[tuple[str, int], list[tuple[str, Place]]] = {}
        for finding_id, own in sorted(found.items()):
            for place in own:
                if place.kind == CELL and place.page and place.table_code:
                    key = (place.table_code, place.page)
                    places.setdefault(key, []).append((finding_id, place))
        causes = {
            (row["finding_id"], row["table_code"], row["row_no"], row["column_code"])
            for row in findings
        }
        pages: dict[str, list[PageShown]] = {}
        for (table_code, page), pointed in sorted(places.items())[:_MOST_PAGES]:
            try:
                shown = self._page(document_id, files, page, pointed, causes)
            except RefusedError:
                # What was read once and is now refused is shown as the redrawn table only.
                continue
            if shown is not None:
                pages.setdefault(table_code, []).append(shown)
        return pages

    def _page(
        self,
        document_id: str,
        files: Sequence[KeptFile],
        page: int,
        pointed: Sequence[tuple[str, Place]],
        causes: Collection[tuple[Any, ...]],
    ) -> PageShown | None:
        name = pointed[0][1].file
        file = files[0] if len(files) == 1 else next((f for f in files if f.name == name), None)
        if file is None:
            return None
        marked = self._shown.mark(file, [place for _, place in pointed])
        boxes: dict[Share, BoxShown] = {}
        for (finding_id, place), mark in zip(pointed, marked, strict=True):
            is_cause = (finding_id, place.table_code, place.row_no, place.column_code) in causes
            for share in mark.boxes:
                if share not in boxes or (is_cause and not boxes[share].is_cause):
                    boxes[share] = BoxShown(share, finding_id, is_cause)
        url = f"{image_folder(document_id)}/{file.sha256[:12]}-{page}.webp"
        image = self._site / url
        if not image.is_file():
            image.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self._shown.page_image(file, page, _SCALE), image)
        return PageShown(page, url, list(boxes.values()))


def image_folder(document_id: str) -> str:
    """Return the folder of the images of a document, from the root of the site."""
    return f"pages/{file_stem(document_id)}"

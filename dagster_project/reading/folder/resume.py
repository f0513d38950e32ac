"""What was extracted before: the same bytes are not read again by the same reader."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dagster_project.form.identities import read_identities
from dagster_project.form.seeds import LAYOUTS_DIR
from dagster_project.packs.pack import by_pack, list_packed, stamp_bytes
from dagster_project.reading.decoders.media import has_ocr
from dagster_project.reading.folder.extract_folder import read_documents
from dagster_project.reading.folder.outcome import ExtractOutcome
from dagster_project.reading.folder.standing import find_standing
from dagster_project.reading.model.document import READER_VERSION
from dagster_project.reading.model.identity import NOTHING_STATED, Stated
from dagster_project.reading.sandbox.sandbox import PASSING_REASONS
from dagster_project.runtime.settings import SEEDS_DIR

# Hidden: not part of the extract, not hashed by the loader, not committed. A checkout of raw/ that
# somebody else made is read again when its sources are given.
STAMP = ".reader"


@cache
def layouts_hash() -> str:
    """Return a hash of the data that readers follow: who adds a layout wants to read again.

    Fonts are such data: what a PDF does not embed is measured with them.
    """
    folders = (LAYOUTS_DIR, SEEDS_DIR / "claims", SEEDS_DIR / "codes")
    paths = [path for folder in folders for path in sorted(folder.glob("*.csv"))]
    paths.append(SEEDS_DIR / "words" / "character_folds.csv")
    digest = hashlib.sha256(version("pylopdf-fonts-zh-cn").encode())
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    # Of the rules only their sums: who words a message anew does not want to read again.
    digest.update(repr(read_identities()).encode())
    return digest.hexdigest()[:16]


@dataclass(frozen=True)
class Extracted:
    """A folder under raw/ that today's readers would write again as it is."""

    folder: Path
    document: dict[str, Any]

    def outcome(self) -> ExtractOutcome:
        """Return what became of the document then."""
        return ExtractOutcome(
            str(self.document.get("document_id")),
            self.folder,
            str(self.document.get("status")),
            self.document.get("reason_zh"),
            reason_code=self.document.get("reason_code"),
            is_skipped=True,
            standing=find_standing(self.folder),
        )


def stamp_of(
    reader_version: str,
    *,
    keep_text: bool,
    stated: Stated = NOTHING_STATED,
    with_ocr: bool | None = None,
) -> str:
    """Return what a folder remembers of the reader that wrote it, by default of today's."""
    with_ocr = has_ocr() if with_ocr is None else with_ocr
    said = "".join(f" {name}={value}" for name, value in stated.as_json().items())
    marks = ("" if keep_text else " figures-only") + ("" if with_ocr else " without-ocr")
    return f"{reader_version} {layouts_hash()}{marks}{said}"


def _is_current(stamp: str | None, document: dict[str, Any], stamps_now: set[str]) -> bool:
    return stamp in stamps_now and document.get("reason_code") not in PASSING_REASONS


def _read_stamp(folder: Path) -> str | None:
    try:
        return (folder / STAMP).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None


def _packed_stamps(raw_dir: Path) -> dict[Path, str]:
    """Return the stamps of what is packed, by the folder that it was and may be again."""
    return {
        raw_dir / one.folder: stamp_bytes(one, STAMP).decode(errors="replace").strip()
        for _, own in by_pack(list_packed(raw_dir))
        for one in own
        if STAMP in one.files and not one.damage
    }


def find_extracted(
    raw_dir: Path, *, keep_text: bool, stated: Stated = NOTHING_STATED
) -> dict[str, Extracted]:
    """Return, by the hash of their source, the documents that need not be read again."""
    # What OCR has seen is not read again without it; what was read without is, once it is there.
    stamps_now = {
        stamp_of(READER_VERSION, keep_text=keep_text, stated=stated, with_ocr=with_ocr)
        for with_ocr in (True, has_ocr())
    }
    packed = _packed_stamps(raw_dir)
    return {
        str((document.get("source") or {}).get("sha256")): Extracted(folder, document)
        for folder, document in read_documents(raw_dir, "*/*")
        if _is_current(
            _read_stamp(folder) if folder.is_dir() else packed.get(folder), document, stamps_now
        )
    }

"""What cannot be made again from anything else, and where it lies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dagster_project.runtime.settings import PROJECT_DIR, SEEDS_DIR, Settings

# Rows that an office adds itself; all other seeds come with the project.
EDITED_SEEDS = (
    "policy/finding_waivers.csv",
    "policy/expected_disclosures.csv",
    "policy/confirmed_documents.csv",
    "codes/organization_register.csv",
)
MARKS = "finding_waivers.csv"


@dataclass(frozen=True)
class Place:
    """A file or folder that is kept, and its name in a backup."""

    name: str
    path: Path
    label_zh: str


def places_of(settings: Settings, serve_data: Path | None = None) -> list[Place]:
    """Return what a backup holds; the warehouse is not among it, it is made from ``raw/``.

    ``serve_data`` is the folder of the workbench, whose marks are kept.
    """
    serve_data = serve_data or PROJECT_DIR / ".serve"
    return [
        Place("raw", settings.raw_dir, "提取结果"),
        Place("releases", settings.published_dir / "releases", "已发布的版本"),
        Place(f"marks/{MARKS}", serve_data / MARKS, "核对台的标记"),
        *(Place(f"seeds/{seed}", SEEDS_DIR / seed, f"设置 {seed}") for seed in EDITED_SEEDS),
    ]

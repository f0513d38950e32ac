"""Which files make up one document: tables in a spreadsheet, the narrative beside it in a text.

Files belong together when one of them has tables and another has none or the rest of them, and
both speak of the same organization and year (or one of the two is silent where the other speaks).
Files that are each a disclosure of their own stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from dagster_project.reading.batch.answers import FileSummary
from dagster_project.reading.decoders.media import HEAD_BYTES, IMAGE, PDF, TEXT, is_pdf
from dagster_project.reading.model.identity import NOTHING_STATED, Stated

# A page of a table with its fonts; whole disclosures come from 300 KB on.
_ONE_TABLE_BYTES = 150_000
# 贵州省 before 黔溪县中医医院: what is above a place, before a name that begins with the place.
_PLACE_ABOVE = re.compile(
    r"(?:[一-鿿]{2,7}?(?:省|自治区|自治州|地区|盟|市))+(?=[一-鿿]{1,7}?[市县区州旗乡镇])"
)
_GOVERNMENT_OF = re.compile(
    r"(?<=[省市县区州旗])人民政府(?=[一-鿿]{2,}(?:办事处|办公室|局|委员会)$)"
)
_PAGE_NUMBER = re.compile(r"(?P<name>(?:.*\D)?)(?P<number>\d{1,3})(?:页)?")


def _agree(left: object, right: object) -> int | None:
    """Return 2 where both are known and equal, 1 where one is unknown, None where they differ."""
    if left is None or right is None:
        return 1
    return 2 if left == right else None


def _without_place_above(name: str | None) -> str | None:
    """Return a name from the place that is its own on: 黔溪县中医医院 of 贵州省黔溪县中医医院."""
    above = _PLACE_ABOVE.match(name or "")
    return name[above.end() :] if name and above else name


def _without_government(name: str | None) -> str | None:
    """Return a name without the government above an office, which names it or not."""
    return _GOVERNMENT_OF.sub("", name) if name else name


def _name_alike(left: FileSummary, right: FileSummary) -> int | None:
    """Return how two names agree; of files named alike one may leave out its place.

    甲镇人民政府 beside 乙县甲镇人民政府 is no other organization there. What is above its place
    (its province, its city) any name may leave out, where the other has it.
    """
    one, other = _without_government(left.organization), _without_government(right.organization)
    if one and other and (_without_place_above(one) == other or one == _without_place_above(other)):
        return 2
    if one and other and one != other and left.stem == right.stem:
        return 1 if one.endswith(other) or other.endswith(one) else None
    return _agree(one, other)


def affinity(left: FileSummary, right: FileSummary) -> int:
    """Return how strongly two files belong together: 0 for not at all."""
    organization = _name_alike(left, right)
    year = _agree(left.year, right.year)
    if organization is None or year is None:
        return 0
    if (not left.tables and not right.tables) or left.tables & right.tables:
        return 0
    if not all(file.tables or file.is_narrative for file in (left, right)):
        return 0
    alike = left.stem == right.stem
    if organization < 2 and not alike:
        return 0
    return organization + year + alike


def group_summaries(summaries: Sequence[FileSummary]) -> list[list[Path]]:
    """Return the files of each document, in the order in which their first file was given."""
    owner = list(range(len(summaries)))
    for at, file in enumerate(summaries):
        ranked = sorted(
            (
                (affinity(other, file), -i)
                for i, other in enumerate(summaries)
                # Narratives choose their tables; tables only choose the rest of the tables.
                if i != at and other.tables
            ),
            reverse=True,
        )
        best = [-negative for score, negative in ranked if score and score == ranked[0][0]]
        joined = {owner[at], *(owner[mate] for mate in best)}
        members = [summaries[i] for i in range(len(owner)) if owner[i] in joined]
        # One table a file: all of them are one. Where two hold the same table, or are of two years,
        # two disclosures could be meant: better none than the wrong one.
        if not best or _contradict(members):
            continue
        owner = [min(joined) if number in joined else number for number in owner]
    groups: dict[int, list[Path]] = {}
    for number, file in zip(owner, summaries, strict=True):
        groups.setdefault(number, []).append(file.path)
    return list(groups.values())


def _contradict(files: Sequence[FileSummary]) -> bool:
    """Return whether files cannot be one document: a table twice, two years or organizations."""
    tables = [code for file in files for code in file.tables]
    years = {file.year for file in files} - {None}
    differ = any(_name_alike(one, other) is None for one, other in combinations(files, 2))
    return len(tables) > len(set(tables)) or len(years) > 1 or differ


def needs_summaries(media: Mapping[Path, str | None]) -> set[Path]:
    """Return the files to look into before they can be grouped, by the medium of each file.

    PDFs and images are disclosures of their own as a rule; they are looked into only where there
    are no more of them than of other files, or where they are small, because decoding them twice
    is dear.
    """
    heavy = {p for p, medium in media.items() if medium in {PDF, IMAGE} and not _is_small(p)}
    light = {p for p, medium in media.items() if medium is not None} - heavy
    has_tables = any(media[path] != TEXT for path in light)
    if len(media) < 2 or not light or not (has_tables or len(light) > 1):
        return set()
    return light | (heavy if len(heavy) <= len(light) else set())


def is_disclosure_by_itself(path: Path) -> bool:
    """Return whether a file is a PDF that only files of other media would be grouped with.

    Looked at by its first bytes alone: where all files are such, nothing of them has to be opened.
    """
    try:
        if not path.is_file() or _is_small(path):
            return False
        with path.open("rb") as file:
            return is_pdf(file.read(HEAD_BYTES))
    except OSError:
        return False


def _is_small(path: Path) -> bool:
    """Return whether a file is likely one table or a few: published one by one, as PDFs too."""
    try:
        return path.suffix.lower() == ".pdf" and path.stat().st_size <= _ONE_TABLE_BYTES
    except OSError:
        return False


def page_series(media: Mapping[Path, str | None]) -> list[list[Path]]:
    """Return page images that are one document each: p-01.png, p-02.png, … of one folder.

    Only numbers without a gap count. A year is none: 决算2023.png and 决算2024.png are two.
    """
    numbered: dict[tuple[Path, str, str], dict[int, Path]] = {}
    for path, medium in media.items():
        found = _PAGE_NUMBER.fullmatch(path.stem)
        if medium == IMAGE and found:
            name = (path.parent, found["name"], path.suffix.lower())
            numbered.setdefault(name, {})[int(found["number"])] = path
    return [
        [pages[number] for number in sorted(pages)]
        for pages in numbered.values()
        if 1 < len(pages) == max(pages) - min(pages) + 1
    ]


def _as_stated(summary: FileSummary, stated: Stated) -> FileSummary:
    """Return what a file says of itself with what was said of it when it was handed in."""
    return replace(
        summary,
        organization=stated.organization or summary.organization,
        year=stated.year or summary.year,
    )


def group_media(
    media: Mapping[Path, str | None],
    summarise_all: Callable[[Sequence[Path]], Iterable[FileSummary]],
    stated: Stated = NOTHING_STATED,
) -> list[list[Path]]:
    """Return the files of each document, looking into those that ``summarise_all`` is given.

    What is ``stated`` of all of them holds against what each prints.
    """
    series = page_series(media)
    pages = {path for group in series for path in group}
    rest = {path: medium for path, medium in media.items() if path not in pages}
    wanted = needs_summaries(rest)
    opened = [path for path in rest if path in wanted]
    groups = [[path] for path in rest]
    if opened:
        said = (_as_stated(summary, stated) for summary in summarise_all(opened))
        found = dict(zip(opened, said, strict=True))
        groups = group_summaries([found.get(path) or FileSummary(path) for path in rest])
    order = {path: at for at, path in enumerate(media)}
    return sorted([*series, *groups], key=lambda group: min(order[path] for path in group))

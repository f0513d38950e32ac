"""The left side of the workbench: pages with boxes, sheets and lines with marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from dagster_project.reading.decoders.media import PDF
from dagster_project.reading.model.source import RefusedError
from dagster_project.release.places import CELL, LINES, SHEET_CELL, Place
from dagster_project.sources.in_sandbox import GridShown, LineShown, Share, SourceShape
from dagster_project.sources.kept import KeptFile
from dagster_project.sources.shown import Marked, ShownSources

# Further pages of one finding are named, not drawn: nobody looks at ten.
_MOST_PANELS = 4
# A sum has many addends; of more than these the first says the side, the others by colour alone.
_FEW = 3
# How many flags would fit across a page: they are as large on a wide one as it is shown small.
_FLAGS_ACROSS = 45
_SIDES = {"left": "左", "right": "右"}
_ROWS_AROUND, _LINES_AROUND, _MOST_COLUMNS = 12, 8, 60
_REFERENCE = re.compile(r".*!([A-Z]{1,3})(\d+)")


@dataclass(frozen=True)
class BoxShown:
    """A box on a page: points from its corner, and the side it is of."""

    x: float
    y: float
    width: float
    height: float
    side: str
    is_figure: bool


@dataclass(frozen=True)
class FlagShown:
    """What is said in the margin of a page: its middle, how large it is, the side, the word."""

    x: float
    y: float
    size: float
    side: str
    label: str


@dataclass
class PagePanel:
    """A page as an image with boxes."""

    file_no: int
    page: int
    pages: int
    width: float
    height: float
    kind: str = "page"
    boxes: list[BoxShown] = field(default_factory=list)
    flags: list[FlagShown] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class CellShown:
    """A cell of a sheet: its text, what it spans, and the side that it is marked for."""

    text: str
    row_span: int
    column_span: int
    side: str


@dataclass
class SheetPanel:
    """Rows of a sheet or table, each with its number."""

    name: str
    letters: list[str]
    rows: list[tuple[str, list[CellShown]]]
    is_cut: bool
    kind: str = "sheet"


@dataclass
class LinesPanel:
    """Lines of a text, each with its number and the side that it is marked for."""

    name: str
    lines: list[tuple[str, str, str]]
    kind: str = "lines"


Panel = PagePanel | SheetPanel | LinesPanel


@dataclass
class Panels:
    """What is shown of the source for one finding; ``problem`` where that is nothing."""

    panels: list[Panel] = field(default_factory=list)
    further: list[str] = field(default_factory=list)
    problem: str = ""
    has_pages: bool = False


def build_panels(shown: ShownSources, files: Sequence[KeptFile], places: Sequence[Place]) -> Panels:
    """Return the pages, sheets and lines where the places of a finding stand, in their order."""
    if not files:
        return Panels(problem="没有保存原件，这里是按读数重排的表")
    built = Panels()
    by_key: dict[tuple[object, ...], Panel] = {}
    try:
        shapes = [shown.shape(file) for file in files]
        built.has_pages = any(shape.medium == PDF for shape in shapes)
        for place in places:
            file_no = _file_of(place, files, shapes)
            if file_no is None:
                continue
            if shapes[file_no].pages:
                _add_to_page(by_key, shown, files[file_no], file_no, shapes[file_no], place)
        _add_contents(by_key, shown, files, shapes, places)
    except RefusedError as refusal:
        built.problem = f"原件显示不出：{refusal.reason_zh}"
        return built
    for panel in by_key.values():
        if len(built.panels) < _MOST_PANELS:
            built.panels.append(panel)
        elif isinstance(panel, PagePanel):
            built.further.append(f"第 {panel.page} 页")
    if not built.panels:
        built.problem = "这个问题在原件上没有一处可指：说的是缺少的内容"
    for panel in built.panels:
        if isinstance(panel, PagePanel):
            panel.boxes = list(dict.fromkeys(panel.boxes))
            _flag(panel)
    return built


def _file_of(place: Place, files: Sequence[KeptFile], shapes: Sequence[SourceShape]) -> int | None:
    """Return which file a place with a page is in; None of one without pages."""
    if place.kind in (SHEET_CELL, LINES) or not place.page:
        return None
    for number, (file, shape) in enumerate(zip(files, shapes, strict=True)):
        if place.file not in (None, file.name):
            continue
        if place.page <= len(shape.pages):
            return number
    return None


def _add_to_page(
    by_key: dict[tuple[object, ...], Panel],
    shown: ShownSources,
    file: KeptFile,
    file_no: int,
    shape: SourceShape,
    place: Place,
) -> None:
    [marked] = shown.mark(file, [place])
    page = marked.place.page or 1
    width, height = shape.pages[page - 1]
    panel = by_key.setdefault(
        ("page", file_no, page), PagePanel(file_no, page, len(shape.pages), width, height)
    )
    assert isinstance(panel, PagePanel)  # noqa: S101 - the key says so
    panel.boxes += _boxes(marked, width, height)
    text = place.printed_text or place.label
    if not marked.boxes and text:
        panel.notes.append(f"“{text[:40]}”在本页的文字层里没有找到，没有画框")
    elif marked.times > 1:
        panel.notes.append(f"“{(place.excerpt or text)[:40]}”在本页有 {marked.times} 处，都画了框")


def _boxes(marked: Marked, width: float, height: float) -> list[BoxShown]:
    side = marked.place.side
    # The line runs around words and inside a cell, whose neighbour may have a box, too.
    room = -0.6 if marked.place.kind == CELL else 2.0

    def box(share: Share, *, is_figure: bool) -> BoxShown:
        left, top, right, bottom = share
        return BoxShown(
            round(left * width - room, 2),
            round(top * height - room, 2),
            round((right - left) * width + 2 * room, 2),
            round((bottom - top) * height + 2 * room, 2),
            side,
            is_figure,
        )

    figures = [box(share, is_figure=True) for share in marked.figure]
    if marked.figure == marked.boxes:
        return figures
    return [*(box(share, is_figure=False) for share in marked.boxes), *figures]


def _flag(panel: PagePanel) -> None:
    """Say the sides in the margin beside their lines: over text they would hide it."""
    figures = [box for box in panel.boxes if box.is_figure and box.side in _SIDES]
    counts = Counter(box.side for box in figures)
    step = round(panel.width / _FLAGS_ACROSS, 2)
    seen: Counter[str] = Counter()
    for box in figures:
        seen[box.side] += 1
        if counts[box.side] > _FEW and seen[box.side] > 1:
            continue
        label, y = _SIDES[box.side], round(box.y + box.height / 2, 2)
        beside = [flag for flag in panel.flags if abs(flag.y - y) < step]
        if label not in [flag.label for flag in beside]:
            x = round(step * (len(beside) + 1), 2)
            panel.flags.append(FlagShown(x, y, round(step * 0.92, 2), box.side, label))


def _add_contents(
    by_key: dict[tuple[object, ...], Panel],
    shown: ShownSources,
    files: Sequence[KeptFile],
    shapes: Sequence[SourceShape],
    places: Sequence[Place],
) -> None:
    wanted: dict[str, str] = {}
    for place in places:
        if place.kind == SHEET_CELL:
            wanted.setdefault(f"{place.sheet}!{place.reference}", place.side)
        elif place.kind == LINES and place.first_line and place.last_line:
            for number in range(place.first_line, min(place.last_line, place.first_line + 400) + 1):
                wanted.setdefault(f"L{number}", place.side)
    if not wanted:
        return
    for file_no, (file, shape) in enumerate(zip(files, shapes, strict=True)):
        if shape.pages:
            continue
        contents = shown.contents(file)
        for number, item in enumerate(contents):
            if isinstance(item, GridShown) and (panel := _sheet(item, wanted)):
                by_key[("sheet", file_no, number)] = panel
        lines = [item for item in contents if isinstance(item, LineShown)]
        if text := _lines(file.name, lines, wanted):
            by_key[("lines", file_no)] = text


def _sheet(grid: GridShown, wanted: dict[str, str]) -> SheetPanel | None:
    hits = [
        number
        for number, row in enumerate(grid.rows)
        if any(locator in wanted for _, locator, _, _ in row)
    ]
    if not hits:
        return None
    # Its heads stand on top, and mean nothing without the rows below.
    near = {n for hit in hits for n in range(hit - _ROWS_AROUND, hit + _ROWS_AROUND + 1)}
    near |= set(range(8))
    rows: list[tuple[str, list[CellShown]]] = []
    width = 0
    for number, row in enumerate(grid.rows):
        if number not in near:
            continue
        first = next((_REFERENCE.fullmatch(locator) for _, locator, _, _ in row), None)
        cells = [
            CellShown(text, rows_, columns, wanted.get(locator, ""))
            for text, locator, rows_, columns in row[:_MOST_COLUMNS]
        ]
        width = max(width, sum(cell.column_span for cell in cells))
        rows.append((first[2] if first else str(number + 1), cells))
    letters = [_letters(number) for number in range(1, min(width, _MOST_COLUMNS) + 1)]
    return SheetPanel(grid.locator, letters, rows, len(rows) < len(grid.rows))


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _lines(name: str, lines: Sequence[LineShown], wanted: dict[str, str]) -> LinesPanel | None:
    hits = [number for number, line in enumerate(lines) if line.locator in wanted]
    if not hits:
        return None
    near = {n for hit in hits for n in range(hit - _LINES_AROUND, hit + _LINES_AROUND + 1)}
    return LinesPanel(
        name,
        [
            (line.locator.removeprefix("L"), line.text, wanted.get(line.locator, ""))
            for number, line in enumerate(lines)
            if number in near
        ],
    )

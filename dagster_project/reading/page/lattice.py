"""The lattice of a table: lines that cross, and the cells between them with what they span."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dagster_project.reading.model.grid import BBox
from dagster_project.reading.page.merging import JOIN, SNAP, cluster, covered, merge_spans
from dagster_project.reading.page.page_model import Ruling

# A border counts where it is drawn along most of a cell's side: corners are often left open.
_DRAWN = 0.5


@dataclass(frozen=True, slots=True)
class Box:
    """One cell of a lattice: its first row and column, and how many of each it spans."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass
class Lattice:
    """Positions of the columns' and rows' borders, and the cells between them.

    ``across`` and ``down`` are the lines it was made of. ``joints`` are where pieces of its
    horizontal lines meet: borders drawn cell by cell tell of columns without a line between.
    ``is_undrawn``: some columns were told apart by what stands in them.
    """

    xs: list[float]
    ys: list[float]
    boxes: list[Box] = field(default_factory=list)
    across: Sequence[Ruling] = ()
    down: Sequence[Ruling] = ()
    joints: Sequence[float] = ()
    is_undrawn: bool = False

    @property
    def bbox(self) -> BBox:
        """The outline."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def box_of(self, box: Box) -> BBox:
        """Return where a cell is."""
        return (
            self.xs[box.column],
            self.ys[box.row],
            self.xs[box.column + box.columns],
            self.ys[box.row + box.rows],
        )


def touching(
    horizontal: Sequence[Ruling], vertical: Sequence[Ruling]
) -> Iterator[tuple[list[Ruling], list[Ruling]]]:
    """Yield groups of lines that cross or touch one another: one group is one table."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for i, h in enumerate(horizontal):
        for j, v in enumerate(vertical, len(horizontal)):
            if h.start - JOIN <= v.at <= h.end + JOIN and v.start - JOIN <= h.at <= v.end + JOIN:
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for i, h in enumerate(horizontal):
        groups.setdefault(root(i), ([], []))[0].append(h)
    for j, v in enumerate(vertical, len(horizontal)):
        groups.setdefault(root(j), ([], []))[1].append(v)
    yield from groups.values()


def _axis(rulings: Sequence[Ruling]) -> tuple[list[float], list[list[tuple[float, float]]]]:
    """Return the positions of lines, near ones as one, and where along each a line is drawn."""
    positions, spans = [], []
    for group in cluster({r.at for r in rulings}, SNAP):
        low, high = group[0], group[-1]
        members = [r for r in rulings if low <= r.at <= high]
        length = sum(r.end - r.start for r in members) or 1.0
        positions.append(sum(r.at * (r.end - r.start) for r in members) / length)
        spans.append(merge_spans(((r.start, r.end) for r in members), JOIN))
    return positions, spans


def _rectangles(group: Sequence[tuple[int, int]], right: set, below: set) -> Iterator[Box]:
    """Yield the cells of positions without borders between them.

    A group that is no rectangle, because a border is not drawn to its end, is cut into runs of a
    row, and runs of the same width without a border between them are put together again.
    """
    rows = sorted({i for i, _ in group})
    columns = sorted({j for _, j in group})
    if len(group) == len(rows) * len(columns):
        yield Box(rows[0], columns[0], len(rows), len(columns))
        return
    members = set(group)
    runs: list[tuple[int, int, int]] = []
    for i in rows:
        start = None
        for j in range(columns[0], columns[-1] + 2):
            inside = (i, j) in members
            if start is not None and (not inside or (i, j - 1) in right):
                runs.append((i, start, j))
                start = None
            if inside and start is None:
                start = j
    taken: set[tuple[int, int, int]] = set()
    for run in runs:
        if run in taken:
            continue
        i, start, end = run
        last = i
        while (last + 1, start, end) in runs and not any(
            (last, j) in below for j in range(start, end)
        ):
            last += 1
            taken.add((last, start, end))
        yield Box(i, start, last - i + 1, end - start)


def build_lattice(
    horizontal: Sequence[Ruling], vertical: Sequence[Ruling], joints: Sequence[float] = ()
) -> Lattice | None:
    """Return the lattice of the lines of one table, None where they enclose nothing."""
    ys, along_y = _axis(horizontal)
    xs, along_x = _axis(vertical)
    if len(xs) < 2 or len(ys) < 2:
        return None
    right = {
        (i, j - 1)
        for j in range(1, len(xs) - 1)
        for i in range(len(ys) - 1)
        if covered(along_x[j], ys[i], ys[i + 1]) >= _DRAWN
    }
    below = {
        (i - 1, j)
        for i in range(1, len(ys) - 1)
        for j in range(len(xs) - 1)
        if covered(along_y[i], xs[j], xs[j + 1]) >= _DRAWN
    }
    inside = [x for x in joints if xs[0] < x < xs[-1]]
    lattice = Lattice(xs, ys, across=horizontal, down=vertical, joints=inside)
    for group in _open_groups(len(ys) - 1, len(xs) - 1, right, below):
        lattice.boxes.extend(_rectangles(group, right, below))
    lattice.boxes.sort(key=lambda box: (box.row, box.column))
    return lattice


def _open_groups(rows: int, columns: int, right: set, below: set) -> list[list[tuple[int, int]]]:
    """Return positions in groups without a border between neighbours."""
    seen: set[tuple[int, int]] = set()
    groups = []
    for start in ((i, j) for i in range(rows) for j in range(columns)):
        if start in seen:
            continue
        seen.add(start)
        group, waiting = [], [start]
        while waiting:
            i, j = waiting.pop()
            group.append((i, j))
            steps = (
                ((i, j + 1), j + 1 < columns and (i, j) not in right),
                ((i, j - 1), j > 0 and (i, j - 1) not in right),
                ((i + 1, j), i + 1 < rows and (i, j) not in below),
                ((i - 1, j), i > 0 and (i - 1, j) not in below),
            )
            for place, is_open in steps:
                if is_open and place not in seen:
                    seen.add(place)
                    waiting.append(place)
        groups.append(group)
    return groups

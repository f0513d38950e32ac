"""Pieces of rulings put together again: what is drawn cell by cell becomes lines of a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dagster_project.reading.page.page_model import Ruling

# Ends of neighbouring borders lie up to a line's thickness apart.
JOIN = 3.0
# Two edges of one border, or both lines of a double border; the lowest row seen is 14 points high.
SNAP = 3.5


def cluster(values: Iterable[float], tolerance: float) -> list[list[float]]:
    """Return sorted values in groups, none wider than the tolerance."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][0] <= tolerance:
            groups[-1].append(value)
        else:
            groups.append([value])
    return groups


def merge_spans(spans: Iterable[tuple[float, float]], gap: float) -> list[tuple[float, float]]:
    """Return spans with those that overlap, or lie no further apart than ``gap``, made one."""
    merged: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1] + gap:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def merge_rulings(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Return collinear pieces as whole lines, ordered by position."""
    merged: list[Ruling] = []
    group: list[Ruling] = []

    def close() -> None:
        length = sum(r.end - r.start for r in group) or 1.0
        at = sum(r.at * (r.end - r.start) for r in group) / length
        spans = merge_spans(((r.start, r.end) for r in group), JOIN)
        merged.extend(Ruling(at, start, end) for start, end in spans)

    for ruling in sorted(rulings, key=lambda r: r.at):
        if group and ruling.at - group[0].at > SNAP / 2:
            close()
            group = []
        group.append(ruling)
    if group:
        close()
    return merged


def covered(spans: Sequence[tuple[float, float]], start: float, end: float) -> float:
    """Return which part of the way from start to end the spans cover, 0 to 1."""
    if end <= start:
        return 1.0
    return sum(max(0.0, min(end, e) - max(start, s)) for s, e in spans) / (end - start)

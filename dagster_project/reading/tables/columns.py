"""Which printed column is which canonical column: by the labels over it, by order only in ties.

A label of the layouts is one label or a path such as 公务接待费>预算数, parent before leaf.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from dagster_project.form.header_words import (
    is_lead,
    is_lead_label,
    is_line_number,
    is_measure,
    is_side,
    is_whole,
)
from dagster_project.form.labels import EXACT, comparable, quality
from dagster_project.form.layouts import Column, Variant, read_variants
from dagster_project.form.shapes import (
    AMOUNT,
    BY_ECONOMIC,
    BY_ITEM,
    EXPENDITURE,
    INCOME,
    THREE_PUBLIC,
    shape_of,
)
from dagster_project.reading.tables.header import Header

# The labels that alone head a column, by its group and code.
Heads = Mapping[tuple[str, str], frozenset[str]]
# What a label counts less for under the label of another column, and without its own 小计.
_FOREIGN, _COLLAPSED, _LATER = 0.3, 0.04, 0.0005
# What a printed column that is none of the layout takes off its score.
_STRANGER = 0.05


@cache
def _heads_of(table_code: str) -> Heads:
    found: dict[tuple[str, str], frozenset[str]] = {}
    for variant in read_variants():
        if variant.table_code != table_code:
            continue
        for column in variant.columns:
            heads = {comparable(label) for label in column.labels if ">" not in label}
            key = (column.group, column.code)
            found[key] = found.get(key, frozenset()) | {
                head for head in heads if not is_whole(head) and not is_side(head)
            }
    return found


@dataclass(frozen=True)
class ColumnMap:
    """The meaning of every printed column: a canonical column, in front of figures, or neither."""

    variant: Variant
    codes: tuple[Column | None, ...]
    lead: frozenset[int]
    line_numbers: frozenset[int]
    sides: tuple[str, ...]
    unknown: tuple[int, ...]
    score: float

    @property
    def share(self) -> float:
        """The share of the layout's columns that are printed."""
        return 1 - len(self.missing) / len(self.variant.columns)

    @property
    def missing(self) -> tuple[str, ...]:
        """The canonical columns of the layout that are not printed."""
        found = {column.code for column in self.codes if column is not None}
        return tuple(c.code for c in self.variant.columns if c.code not in found)


@cache
def _parts(label: str) -> tuple[str, ...]:
    return tuple(comparable(part) for part in label.split(">"))


def _match(label: str, path: Sequence[str]) -> float:
    """Return how well a label of the layouts (or a path of labels) agrees with a column's labels.

    The leaf must agree; each label of a path must be found in order. A longer path says more.
    """
    if not path:
        return 0.0
    parts = _parts(label)
    result = quality(path[-1], parts[-1])
    at = len(path) - 1
    for part in reversed(parts[:-1]):
        score, at = max(((quality(path[i], part), i) for i in range(at)), default=(0.0, 0))
        result = min(result, score)
    return result + 0.1 * (len(parts) - 1) if result else 0.0


def _contradicts(code: str, path: Sequence[str]) -> bool:
    """Return whether a label speaks of the budget over a final figure, or the other way round."""
    kinds = {kind for label in path for kind in ("预算数", "决算数") if label.endswith(kind)}
    if len(kinds) != 1:
        return False
    return (code.startswith("budget_") and kinds == {"决算数"}) or (
        code.startswith("final_") and kinds == {"预算数"}
    )


def whole_path(path: Sequence[str]) -> tuple[str, ...]:
    """Return the labels over a column without those that mean all of what stands above them."""
    whole = tuple(path)
    while len(whole) > 1 and is_whole(whole[-1]):
        whole = whole[:-1]
    return whole


def _fit(column: Column, path: Sequence[str], table_code: str) -> float:
    """Return how well a column agrees with labels, less where they stand under another column.

    本年收入 > 基本支出 is a part of 本年收入, and 小计 under it is its total and no other's.
    """
    # Of 预算数 and 全年预算数 side by side the first that the layout names is meant.
    later = _LATER if column.code.startswith(("budget_", "final_")) else 0.0
    score = max(
        (
            fit - later * number
            for number, label in enumerate(column.labels)
            if label and (fit := _match(label, path))
        ),
        default=0.0,
    )
    if not score:
        return score
    above = {label for label in path[:-1] if not is_side(label)}
    own = {part for label in column.labels for part in _parts(label)}
    foreign = {
        head
        for (group, code), known in _heads_of(table_code).items()
        # All columns of spending stand under 本年支出, which may head the total alone as well.
        if group == column.group and code not in (column.code, "total")
        for head in known
    }
    if not (above - own) & foreign:
        return score
    return 0.0 if is_whole(path[-1]) else score - _FOREIGN


def match_column(column: Column, path: Sequence[str], table_code: str = "") -> float:
    """Return how well a canonical column agrees with the labels over a printed one.

    With a table code, the other columns of that table are minded, in whatever layout they are.
    """
    return _match_column(column, tuple(path), table_code)


@lru_cache(maxsize=65536)
def _match_column(column: Column, path: tuple[str, ...], table_code: str) -> float:
    if _contradicts(column.code, path):
        return 0.0
    own = {part for label in column.labels for part in _parts(label)}
    is_budget = column.code.startswith("budget_")
    if not is_budget and any(is_measure(label) and label not in own for label in path):
        return 0.0
    whole = whole_path(path)
    fits = [_fit(column, path, table_code)]
    if whole != path:
        fits.append(_fit(column, whole, table_code) - _COLLAPSED)
    return max(*fits, 0.0)


def _in_order(
    columns: Sequence[Column], paths: Sequence[tuple[str, ...]], table_code: str
) -> list[Column] | None:
    """Return the columns as they stand in the layout if every printed label agrees with its own.

    The way to read headers whose leaves repeat without a parent, 合计 小计 合计 小计.
    """
    if len(columns) != len(paths):
        return None
    pairs = zip(columns, paths, strict=True)
    return list(columns) if all(match_column(c, path, table_code) for c, path in pairs) else None


def _by_label(
    columns: Sequence[Column], paths: Sequence[tuple[str, ...]], table_code: str
) -> list[Column | None]:
    """Return for each printed column the only canonical column it can be, best agreement first."""
    found: list[Column | None] = [None] * len(paths)
    scores = sorted(
        (
            (match_column(c, path, table_code), -i, c.code)
            for i, path in enumerate(paths)
            for c in columns
        ),
        reverse=True,
    )
    by_code = {column.code: column for column in columns}
    taken: set[str] = set()
    for score, negative, code in scores:
        index = -negative
        if not score or found[index] is not None or code in taken:
            continue
        rivals = [
            c.code
            for c in columns
            if c.code != code
            and c.code not in taken
            and match_column(c, paths[index], table_code) == score
        ]
        twins = [
            i
            for i, path in enumerate(paths)
            if i != index
            and found[i] is None
            and match_column(by_code[code], path, table_code) == score
        ]
        if rivals or twins:
            continue
        found[index] = by_code[code]
        taken.add(code)
    return found


def _sides(header: Header, variant: Variant) -> tuple[str, ...]:
    """Return the side of each printed column; one-sided tables have only one."""
    width = len(header.paths)
    groups = {column.group for column in variant.columns}
    if groups != {INCOME, EXPENDITURE}:
        return (AMOUNT,) * width
    tops = [path[0] if path else "" for path in header.paths]
    right = next((i for i, top in enumerate(tops) if top.startswith("支出")), None)
    if right is None:
        # Without 收入 and 支出 over them, the second column of names opens the right side.
        names = [
            i for i, path in enumerate(header.paths) if is_lead(path) and not is_line_number(path)
        ]
        right = names[1] if len(names) > 1 else width
    return tuple(INCOME if i < right else EXPENDITURE for i in range(width))


def _lead_columns(header: Header, variant: Variant) -> frozenset[int]:
    if shape_of(variant.table_code) == THREE_PUBLIC and variant.name != BY_ITEM:
        return frozenset()
    lead = {i for i, path in enumerate(header.paths) if is_lead(path)}
    first = next((i for i, path in enumerate(header.paths) if path and i not in lead), 0)
    lead |= {i for i, path in enumerate(header.paths) if not path and i < first}
    return frozenset(lead)


def map_columns(header: Header, variant: Variant) -> ColumnMap:
    """Return the meaning of each printed column under one layout."""
    lead = _lead_columns(header, variant)
    sides = _sides(header, variant)
    codes: list[Column | None] = [None] * len(header.paths)
    table_code = variant.table_code
    for group in dict.fromkeys(sides):
        wanted = variant.columns_of(group) if group != AMOUNT else variant.columns
        places = [
            i for i, path in enumerate(header.paths) if i not in lead and sides[i] == group and path
        ]
        for stretch in _stretches(places, variant, lead):
            paths = [header.paths[i] for i in stretch]
            matched = _in_order(wanted, paths, table_code) or _by_label(wanted, paths, table_code)
            for place, column in zip(stretch, matched, strict=True):
                codes[place] = column
    unknown = tuple(i for i, code in enumerate(codes) if code is None and i not in lead)
    return ColumnMap(
        variant,
        tuple(codes),
        lead,
        frozenset(i for i, path in enumerate(header.paths) if is_line_number(path)),
        sides,
        unknown,
        _score(variant, codes, header, unknown),
    )


def _stretches(places: Sequence[int], variant: Variant, lead: frozenset[int]) -> list[list[int]]:
    """Return the columns of each group of codes, names and figures side by side, else all."""
    if shape_of(variant.table_code) != BY_ECONOMIC:
        return [list(places)]
    stretches: list[list[int]] = []
    for place in places:
        if not stretches or any(stretches[-1][-1] < i < place for i in lead):
            stretches.append([])
        stretches[-1].append(place)
    return stretches


def _score(
    variant: Variant, codes: Sequence[Column | None], header: Header, unknown: Sequence[int]
) -> float:
    """Return the share of the layout that is printed, a little less for each other column.

    What is printed beside the columns of a form (a budget, of-which) makes it no other form.
    """
    found = {code.code for code in codes if code is not None}
    labelled = [i for i in unknown if header.paths[i] and not is_lead_label(header.paths[i][-1])]
    exact = sum(
        match_column(code, header.paths[i]) >= EXACT for i, code in enumerate(codes) if code
    )
    share = len(found) / len(variant.columns)
    return share - _STRANGER * len(labelled) + 0.001 * exact

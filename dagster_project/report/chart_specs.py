"""Bar charts as Vega-Lite specifications, with the exact figures beside them.

The drawn length of a bar is a number of 万元; what is written is text made from the exact decimal,
rounded to two decimals at the bar and in full in the tooltip and the table.
Colours are CSS variables, so that a chart follows light, dark and print without being drawn again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dagster_project.contract.shown_amounts import format_amount

_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_WAN = Decimal(10_000)


@dataclass(frozen=True)
class Chart:
    """One chart: its title, its specification, and its figures as a table."""

    key: str
    title: str
    note: str
    spec: dict[str, Any]
    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def bar(label: str, amount: Decimal | None, series: str) -> dict[str, Any]:
    """Return the datum of one bar; a blank amount is a bar without length that says so."""
    return {
        "label": label,
        "series": series,
        "value": float(amount / _WAN) if amount is not None else 0,
        "short": "" if amount is None else f"{amount / _WAN:,.2f}",
        "text": "空白" if amount is None else f"{format_amount(amount)} 元",
    }


def bar_spec(
    values: Sequence[dict[str, Any]],
    series: Sequence[str],
    *,
    stacked: bool = False,
    unit: str = "万元",
) -> dict[str, Any]:
    """Return horizontal bars, a row per label in the given order, a colour per series."""
    numbers = [value["value"] for value in values]
    if stacked:
        sums: dict[str, float] = {}
        for value in values:
            sums[value["label"]] = sums.get(value["label"], 0) + value["value"]
        numbers = list(sums.values())
    # Room at the end of the longest bar for its figure.
    scale = {"domainMin": min([0, *numbers]) * 1.3, "domainMax": max([0, *numbers]) * 1.3 or 1}
    side_by_side = not stacked and len(series) > 1
    encoding: dict[str, Any] = {
        "y": {
            "field": "label",
            "type": "nominal",
            "sort": None,
            "title": None,
            "axis": {"labelLimit": 190, "domain": False, "ticks": False, "labelPadding": 6},
        },
        "x": {"field": "value", "type": "quantitative", "title": unit, "scale": scale},
        "tooltip": [
            {"field": "label", "type": "nominal", "title": "项目"},
            {"field": "series", "type": "nominal", "title": "分类"},
            {"field": "text", "type": "nominal", "title": "数额"},
        ],
    }
    if all(isinstance(number, int) for number in numbers):
        # Counts: half a finding is no finding.
        encoding["x"]["axis"] = {"tickMinStep": 1, "format": "d"}
    if side_by_side:
        encoding["yOffset"] = {"field": "series", "type": "nominal", "sort": list(series)}
    colour = {
        "field": "series",
        "type": "nominal",
        "scale": {
            "domain": list(series),
            "range": [f"var(--chart-{number})" for number in range(1, len(series) + 1)],
        },
        "legend": {"orient": "top", "title": None} if len(series) > 1 else None,
    }
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "bar", "cornerRadiusEnd": 1}, "encoding": {"color": colour}}
    ]
    if not stacked:
        text = {"field": "short", "type": "nominal"}
        mark = {"type": "text", "align": "left", "dx": 4, "fontSize": 11}
        layers.append({"mark": mark, "encoding": {"text": text}})
    step = 16 if side_by_side else 22
    return {
        "$schema": _SCHEMA,
        "width": "container",
        "height": {"step": step, "for": "offset"} if side_by_side else {"step": step},
        "data": {"values": list(values)},
        "encoding": encoding,
        "layer": layers,
    }


def one_bar_per_label(spec: dict[str, Any]) -> None:
    """Make the series a colour only, not a place of its own beside the others."""
    spec["encoding"].pop("yOffset", None)
    spec["height"] = {"step": 22}

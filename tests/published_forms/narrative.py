"""The running text of a disclosure: sentences of the form, with figures of the department."""

from __future__ import annotations

import re
from decimal import Decimal

from tests.published_forms.department import Department, in_unit, load, percent

_SLOT = re.compile(r"\{([^{}]+)\}")


def _change(now: Decimal, before: Decimal) -> tuple[str, str, str, str]:
    word = "增加" if now >= before else "减少"
    rate = "增长" if now >= before else "下降"
    return word, f"{abs(now - before):.2f}", rate, percent(abs(now - before), before)


def _wan(value: Decimal) -> Decimal:
    return in_unit(value, "万元")


def _slot(name: str, d: Department, item: str) -> str:
    """Return what stands in a slot: an amount in 万元, a share, a change, a count."""
    name = name.replace("@@", f"@{item}")
    if name == "year":
        return str(d.year)
    if name == "prior_year":
        return str(d.year - 1)
    if name == "org":
        return d.organization
    if name == "name":
        return d.era["functions"].get(item) or next(i.name for i in d.items if i.code == item)
    if name == "path":
        functions = d.era["functions"]
        leaf = next(i.name for i in d.items if i.code == item)
        return f"{functions[item[:3]]}（类）{functions[item[:5]]}（款）{leaf}（项）"
    if name.startswith("#"):
        return f"{d.fact(name[1:]):.0f}"
    if name.startswith("%"):
        part, whole = name[1:].split("/")
        return percent(_wan(d.fact(part)), _wan(d.fact(whole)))
    if name.startswith("~"):
        now, before = (_wan(d.fact(n)) for n in name[1:].split("/"))
        word, amount, rate, share = _change(now, before)
        return f"{word}{amount}万元，{rate}{share}%"
    if name.startswith("?"):
        one, other = (_wan(d.fact(n)) for n in name[1:].split("/"))
        return "大于" if one > other else "小于" if one < other else "等于"
    return f"{_wan(d.fact(name)):.2f}"


def _fill(template: str, d: Department, item: str = "") -> str:
    return _SLOT.sub(lambda m: _slot(m[1], d, item), template)


def narrate(style: str, d: Department, tables_inside: bool = True) -> list[tuple[str, str]]:
    """Write the narrative of a style (``narratives.yaml``), with the place of the tables in it."""
    parts: list[tuple[str, str]] = []
    for entry in load("narratives.yaml")[style]:
        if "h" in entry:
            parts.append(("heading", _fill(entry["h"], d)))
        elif "tables" in entry:
            if tables_inside:
                parts += [("heading", _fill(entry["tables"], d)), ("tables", "")]
        elif "p" in entry:
            if "if" in entry and not d.fact(entry["if"]):
                continue
            if "unless" in entry and d.fact(entry["unless"]):
                continue
            parts.append(("text", _fill(entry["p"], d)))
        elif "each" in entry:
            measure, level = entry["each"].split("/")
            codes = [c for c, _ in d.tree() if len(c) == int(level) and d.of(measure, c)]
            sentences = [
                _fill(entry["s"].replace("{n}", str(n)), d, c) for n, c in enumerate(codes, 1)
            ]
            if entry.get("own_lines"):
                parts.extend(("text", s) for s in sentences)
            else:
                text = _fill(entry.get("lead", ""), d) + "；".join(sentences) + "。"
                parts.append(("text", text))
    return parts

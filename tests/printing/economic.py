"""gk06: economic accounts in one, two or three groups, by kind of cost, or with all spending."""

from __future__ import annotations

from tests.printing.maker import Maker
from tests.printing.table import LEFT, UP, InventedTable, Spot

_BASIC = "一般公共预算财政拨款基本支出决算表"
_ALL = "一般公共预算财政拨款支出决算明细表"
_CODE = {"shanghai": "经济分类科目编码", "shanxi": "科目编码", "national": "科目编码"}
_AMOUNT = {"shanghai": "决算数", "shanxi": "金额", "national": "决算数"}
_PERSONNEL = ("301", "303")


def _by_group(maker: Maker) -> InventedTable:
    table = maker.new_table("gk06", _BASIC, [1.0, 2.4, 1.3, 1.3, 1.3])
    table.header = [
        ["经济分类科目编码", "科目名称", "本年基本支出", LEFT, LEFT],
        [UP, UP, "合计", "人员经费", "公用经费"],
    ]
    codes = maker.inventing.economic()
    figures = {"total": [0, 0, 0]} | {code: [0, 0, 0] for code in codes}
    for code in (c for c in codes if len(c) == 5):
        value, part = maker.inventing.amount(), 1 if code[:3] in _PERSONNEL else 2
        for key in ("total", code[:3], code):
            figures[key][0] += value
            figures[key][part] += value
    for key, row in figures.items():
        lead = ["合计", LEFT] if key == "total" else [key, maker.inventing.name(key)]
        places = zip(row, ("basic", "personnel", "public"), strict=True)
        table.row(*lead, *[maker.figure(value, key, column) for value, column in places])
    return table


def economic_table(maker: Maker) -> InventedTable:
    """Return gk06 as the disclosure draws it."""
    kind = maker.choices["economic"]
    if kind == "by_group" and maker.choices.form != "shanghai":
        return _by_group(maker)
    columns = ["basic"]
    labels = [_AMOUNT[maker.choices.form]]
    title = _BASIC
    if kind in ("all_spending", "all_in_four_groups") and maker.choices.form != "shanghai":
        columns, labels, title = ["total", "basic"], ["金额", "其中：基本支出"], _ALL
    groups = {"one_group": 1, "three_groups": 3, "all_in_four_groups": 4}.get(kind, 2)
    widths = [1.0, 2.0, *[1.3] * len(columns)] * groups
    table = maker.new_table("gk06", title, widths)
    table.header = [[_CODE[maker.choices.form], "科目名称", *labels] * groups]
    if groups > 1 and maker.choices.form != "shanghai":
        span = len(columns) + 2
        left = ["人员经费", *[LEFT] * (span - 1)]
        table.header.insert(0, [*left, "公用经费", *[LEFT] * (span * (groups - 1) - 1)])
    _fill(maker, table, columns, groups)
    return table


def _figures(maker: Maker, codes: list[str], width: int) -> dict[str, list[int]]:
    figures = {code: [0] * width for code in codes}
    for code in (c for c in codes if len(c) == 5):
        basic = maker.inventing.amount()
        more = abs(maker.inventing.amount()) if width > 1 else 0
        row = [basic + more, basic][-width:] if width > 1 else [basic]
        for key in (code[:3], code):
            figures[key] = [a + b for a, b in zip(figures[key], row, strict=True)]
    return figures


def _fill(maker: Maker, table: InventedTable, columns: list[str], groups: int) -> None:
    codes = maker.inventing.economic()
    width = len(columns)
    figures = _figures(maker, codes, width)
    people = [c for c in codes if c[:3] in _PERSONNEL]
    public = [c for c in codes if c[:3] not in _PERSONNEL]
    if groups == 1:
        stacks = [[*people, *public]]
    else:
        size = len(public) // (groups - 1)
        parts = [public[n * size : (n + 1) * size] for n in range(groups - 2)]
        stacks = [people, *parts, public[(groups - 2) * size :]]
    for n in range(max(map(len, stacks))):
        spots: list[Spot | str] = []
        for stack in stacks:
            if n >= len(stack):
                spots += [""] * (2 + width)
                continue
            code = stack[n]
            table.names[code] = maker.inventing.name(code)
            spots += [code, table.names[code]]
            places = zip(figures[code], columns, strict=True)
            spots += [maker.figure(value, code, column) for value, column in places]
        table.row(*spots)
    sums = {
        key: [sum(figures[c][k] for c in own if len(c) == 3) for k in range(width)]
        for key, own in (("personnel_total", people), ("public_total", public))
    }

    def total(key: str) -> list[Spot]:
        places = zip(sums[key], columns, strict=True)
        return [maker.figure(value, key, column) for value, column in places]

    if groups == 1:
        table.row("人员经费合计", LEFT, *total("personnel_total"))
        table.row("公用经费合计", LEFT, *total("public_total"))
    else:
        reach = [LEFT] * ((groups - 1) * (2 + width) - width - 1)
        left = ["人员经费合计", LEFT, *total("personnel_total")]
        table.row(*left, "公用经费合计", *reach, *total("public_total"))

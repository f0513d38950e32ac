"""gk07 in one row, in pairs or item by item, and gk10 with its three parts."""

from __future__ import annotations

from tests.printing.maker import Maker
from tests.printing.table import LEFT, UP, InventedTable, Spot

_TITLE = "财政拨款“三公”经费支出决算表"
_VEHICLES = "公务用车购置及运行维护费"
_ITEMS = ("total", "abroad", "vehicles", "purchase", "running", "reception")
_LEAF = ("合计", "因公出国（境）费", "小计", "公务用车购置费", "公务用车运行维护费", "公务接待费")
_LINES = (
    ("total", "合计"),
    ("abroad", "1.因公出国（境）费"),
    ("vehicles", "2.公务用车购置及运行维护费"),
    ("purchase", "其中：（1）公务用车购置费"),
    ("running", "（2）公务用车运行维护费"),
    ("reception", "3.公务接待费"),
)


def _figures(maker: Maker) -> dict[str, int]:
    draw = maker.inventing
    found: dict[str, int] = {}
    for kind in ("budget", "final"):
        parts = {item: draw.amount() for item in ("abroad", "purchase", "running", "reception")}
        vehicles = parts["purchase"] + parts["running"]
        whole = vehicles + parts["abroad"] + parts["reception"]
        parts |= {"vehicles": vehicles, "total": whole}
        found |= {f"{kind}_{item}": parts[item] for item in _ITEMS}
    return found


def three_public_table(maker: Maker) -> InventedTable:
    """Return gk07 as the disclosure draws it."""
    figures = _figures(maker)
    kind = maker.choices["three_public"]
    title = _TITLE if maker.choices.form != "national" else "一般公共预算" + _TITLE
    if kind == "by_item" and maker.choices.form == "national":
        table = maker.new_table("gk07", title, [2.6, 1.3, 1.3])
        table.header = [["项目", "预算数", "决算数"]]
        for item, label in _LINES:
            codes = [f"{kind}_{item}" for kind in ("budget", "final")]
            table.row(label, *[maker.figure(figures[c], "three_public", c) for c in codes])
        return table
    table = maker.new_table("gk07", title, [1.0] * 12)
    if kind == "pairs":
        codes = [f"{kind}_{item}" for item in _ITEMS for kind in ("budget", "final")]
        vehicles = [_VEHICLES, *[LEFT] * 5]
        reception = ["公务接待费", LEFT]
        table.header = [
            ["合计", LEFT, "因公出国（境）费", LEFT, *vehicles, *reception],
            [UP] * 4 + ["小计", LEFT, _LEAF[3], LEFT, _LEAF[4], LEFT, UP, UP],
            ["预算数", "决算数"] * 6,
        ]
        if maker.choices.form == "shanghai":
            table.header.insert(0, ["财政拨款“三公”经费", *[LEFT] * 11])
    else:
        codes = [f"{kind}_{item}" for kind in ("budget", "final") for item in _ITEMS]
        half = ["合计", "因公出国（境）费", _VEHICLES, LEFT, LEFT, "公务接待费"]
        low = [UP, UP, "小计", _LEAF[3], _LEAF[4], UP]
        table.header = [["预算数", *[LEFT] * 5, "决算数", *[LEFT] * 5], half * 2, low * 2]
        if maker.choices["numbering"] == "numbered":
            table.header.append([str(n) for n in range(1, 13)])
    table.row(*[maker.figure(figures[c], "three_public", c) for c in codes])
    return table


def statistics_table(maker: Maker) -> InventedTable:
    """Return gk10: procurement and operating cost in money, vehicles and equipment counted."""
    table = maker.new_table("gk10", "部门决算公开相关信息统计表", [3.6, 0.5, 1.6])
    head = [["一、政府采购情况", LEFT, LEFT], ["项目", "行次", "采购金额"]]
    swapped = maker.choices["statistics"] == "heading_below"
    table.header = head[:0:-1] if swapped else head
    draw = maker.inventing
    parts = [abs(draw.amount()) for _ in range(3)]
    lines = [
        ("procurement_total", "合计", sum(parts)),
        ("procurement_goods", "货物", parts[0]),
        ("procurement_works", "工程", parts[1]),
        ("procurement_services", "服务", parts[2]),
    ]
    number = 0

    def write(key: str, label: str, spot: Spot) -> None:
        nonlocal number
        number += 1
        table.row(label, str(number), spot)
        table.names[key] = label

    if swapped:
        table.row("一、政府采购情况", "", "")
    for key, label, value in lines:
        write(key, label, maker.figure(value, key, "amount"))
    table.row("二、机关运行经费", "", "统计数")
    for key, label in (
        ("operating_expense_administrative", "（一）行政单位"),
        ("operating_expense_civil_service_like", "（二）参照公务员法管理事业单位"),
    ):
        write(key, label, maker.figure(abs(draw.amount()), key, "amount"))
    table.row("三、国有资产占用情况", "", "")
    counts = [draw.chance.choice([0, 0, 1, 2, 12]) for _ in range(8)]
    vehicles = (
        ("vehicles_ministerial", "1.副部（省）级及以上领导用车"),
        ("vehicles_principal", "2.主要领导干部用车"),
        ("vehicles_confidential", "3.机要通信用车"),
        ("vehicles_emergency", "4.应急保障用车"),
        ("vehicles_law_enforcement", "5.执法执勤用车"),
        ("vehicles_special", "6.特种专业技术用车"),
        ("vehicles_retired", "7.离退休干部用车"),
        ("vehicles_other", "8.其他用车"),
    )
    counted = [("vehicles_total", "（一）车辆数合计（辆）", sum(counts))]
    counted += [(key, label, n) for (key, label), n in zip(vehicles, counts, strict=True)]
    counted.append(("equipment_over_1m", "（二）单价100万元（含）以上设备（不含车辆）", 0))
    for key, label, count in counted:
        write(key, label, Spot(str(count) if count else "", (key, "quantity")))
    return table

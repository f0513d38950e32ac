"""Two-sided tables: gk01 and gk04."""

from __future__ import annotations

from tests.printing.maker import Maker
from tests.printing.table import LEFT, InventedTable, Spot

_NUMBERS = "一二三四五六七八九十"
_CLASSES = (
    ("201", "一般公共服务支出"), ("202", "外交支出"), ("203", "国防支出"),
    ("204", "公共安全支出"), ("205", "教育支出"), ("206", "科学技术支出"),
    ("207", "文化旅游体育与传媒支出"), ("208", "社会保障和就业支出"), ("210", "卫生健康支出"),
    ("211", "节能环保支出"), ("212", "城乡社区支出"), ("213", "农林水支出"),
    ("214", "交通运输支出"), ("215", "资源勘探工业信息等支出"), ("216", "商业服务业等支出"),
    ("217", "金融支出"), ("219", "援助其他地区支出"), ("220", "自然资源海洋气象等支出"),
    ("221", "住房保障支出"), ("222", "粮油物资储备支出"), ("223", "国有资本经营预算支出"),
    ("224", "灾害防治及应急管理支出"), ("229", "其他支出"), ("231", "债务还本支出"),
    ("232", "债务付息支出"), ("234", "抗疫特别国债安排的支出"),
)  # fmt: skip
_INCOME_01 = (
    ("general_public_appropriation", "一般公共预算财政拨款收入"),
    ("government_fund_appropriation", "政府性基金预算财政拨款收入"),
    ("state_capital_appropriation", "国有资本经营预算财政拨款收入"),
    ("superior_subsidy", "上级补助收入"),
    ("undertaking", "事业收入"),
    ("operating", "经营收入"),
    ("affiliated_remittance", "附属单位上缴收入"),
    ("other", "其他收入"),
)
_INCOME_04 = tuple((key, label.removesuffix("收入")) for key, label in _INCOME_01[:3])
_FUNDS = (
    ("general_public", "一般公共预算财政拨款"),
    ("government_fund", "政府性基金预算财政拨款"),
    ("state_capital", "国有资本经营预算财政拨款"),
)


def enumerate_zh(number: int) -> str:
    """Return 一、二、… 二十三、 for a number from 1."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else _NUMBERS[tens - 1] + "十"
    return head + (_NUMBERS[ones - 1] if ones else "") + "、"


def _right_lines(maker: Maker) -> list[tuple[str, str]]:
    kept = _CLASSES if maker.choices["accounts"] == "many" else _CLASSES[:14]
    return [(code, enumerate_zh(n) + label) for n, (code, label) in enumerate(kept, 1)]


def two_sided_table(maker: Maker, code: str) -> InventedTable:
    """Return gk01 or gk04."""
    funds = _funds(maker) if code == "gk04" else []
    amount = "金额" if maker.choices.form == "national" else "决算数"
    columns = ["total", *[f for f, _ in funds]] if funds else ["expenditure_amount"]
    labels = ["合计", *[label for _, label in funds]] if funds else [amount]
    numbered = maker.choices["line_numbers"] == "printed"
    left_head = "金额" if code == "gk04" else amount
    mark = ["行次"] if numbered else []
    header = [
        ["收入", *[LEFT] * (1 + numbered), "支出", *[LEFT] * (len(labels) + numbered)],
        ["项目", *mark, left_head, "项目", *mark, *labels],
    ]
    if maker.choices["numbering"] == "numbered":
        blank = [""] * numbered
        numbers = [str(n) for n in range(2, 2 + len(labels))]
        header.append(["栏次", *blank, "1", "栏次", *blank, *numbers])
    lines = [0.4] if numbered else []
    title = "收入支出决算总表" if code == "gk01" else "财政拨款收入支出决算总表"
    table = maker.new_table(code, title, [2.2, *lines, 1.2, 2.2, *lines, *[1.2] * len(labels)])
    table.header = header
    left, right = _sides(maker, code, len(columns))
    for n in range(max(len(left), len(right))):
        spots: list[Spot | str] = []
        for side_name, side, names, offset in (
            ("income", left, ["income_amount"], 1),
            ("expenditure", right, columns, 1 + len(left)),
        ):
            key, label, values = side[n] if n < len(side) else ("", "", [])
            spots += [label, *([str(n + offset)] if numbered else [])]
            places = zip(values, names, strict=True)
            # Nothing belongs in a line without a label, and the reader keys what stands there.
            unlabelled = f"unlabelled_{side_name}_{n + 1}"
            spots += (
                [maker.figure(v, key, c) for v, c in places]
                if values
                else [Spot("", (unlabelled, c)) for c in names]
            )
        table.row(*spots)
    return table


def _funds(maker: Maker) -> list[tuple[str, str]]:
    if maker.choices["fund_order"] == "swapped":
        return [_FUNDS[1], _FUNDS[2], _FUNDS[0]]
    return list(_FUNDS)


def _surplus(maker: Maker) -> str:
    is_new = maker.choices.form == "national" and maker.choices.year >= 2022
    return "使用非财政拨款结余" + ("（含专用结余）" if is_new else "")


def _carried(saved: int, opening: int, closing: int) -> tuple[int, int]:
    """Return both carry-overs, one of them raised so that what came in and went out agrees."""
    gap = opening + saved - closing
    return (opening, closing + gap) if gap > 0 else (opening - gap, closing)


def _sides(
    maker: Maker, code: str, width: int
) -> tuple[list[tuple[str, str, list[int]]], list[tuple[str, str, list[int]]]]:
    """Return the lines of both sides; totals add up, both sides end in the same height."""
    draw = maker.inventing
    labels = _right_lines(maker)
    spent: list[tuple[str, str, list[int]]] = []
    sums = [0] * width
    for key, label in labels:
        parts = [draw.amount() for _ in range(max(1, width - 1))]
        values = [sum(parts), *parts] if width > 1 else parts
        sums = [a + b for a, b in zip(sums, values, strict=True)]
        spent.append((key, label, values))
    income = [
        (key, enumerate_zh(n) + label, [draw.amount()])
        for n, (key, label) in enumerate(_INCOME_01 if code == "gk01" else _INCOME_04, 1)
    ]
    received = sum(values[0] for _, _, values in income)
    end = [("income_total", "本年收入合计", [received])]
    last = [("expenditure_total", "本年支出合计", sums)]
    if code == "gk01":
        used, opening = draw.amount(), draw.amount()
        opening, closing = _carried(received + used - sums[0], opening, draw.amount())
        end += [
            ("use_of_nonfiscal_surplus", _surplus(maker), [used]),
            ("opening_carry_over", "年初结转和结余", [opening]),
            ("grand_total", "总计", [received + used + opening]),
        ]
        last += [
            ("surplus_distribution", "结余分配", [0]),
            ("closing_carry_over", "年末结转和结余", [closing]),
            ("grand_total", "总计", [sums[0] + closing]),
        ]
    else:
        before, after = ([draw.amount() for _ in range(3)] for _ in range(2))
        # The columns of the funds may stand in another order than their lines.
        order = [_FUNDS.index(fund) for fund in _funds(maker)]
        for column, n in enumerate(order, 1):
            saved = income[n][2][0] - sums[column]
            before[n], after[n] = _carried(saved, before[n], after[n])
        names = ("opening_general_public", "opening_government_fund", "opening_state_capital")
        end.append(("opening_carry_over", "年初财政拨款结转和结余", [sum(before)]))
        end += [
            (key, label, [value])
            for key, (_, label), value in zip(names, _FUNDS, before, strict=True)
        ]
        end.append(("grand_total", "总计", [received + sum(before)]))
        carried = [sum(after), *[after[n] for n in order]]
        total = [a + b for a, b in zip(sums, carried, strict=True)]
        last.append(("closing_carry_over", "年末财政拨款结转和结余", carried))
        last += [("", "", [])] * 3
        last.append(("grand_total", "总计", total))
    gap = len(spent) - len(income)
    return [*income, *[("", "", [])] * gap, *end], [*spent, *last]

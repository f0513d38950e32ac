"""An invented department whose figures add up to the last fen, and what each figure is.

Everything is built from the bottom: what an item of the functional classification spent, by fund
and economic account. Tables, totals and the narrative only ever add that up.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
ZERO = Decimal(0)
YUAN, WAN = "元", "万元"
SCALE = {YUAN: Decimal(1), WAN: Decimal(10000)}

# A measure is a sum of what the items hold.
MEASURES: dict[str, tuple[str, ...]] = {
    "income.fiscal": ("g_income", "f_income", "c_income"),
    "income.superior": ("r_superior",),
    "income.undertaking": ("r_undertaking",),
    "income.fees": ("r_fees",),
    "income.operating": ("r_operating",),
    "income.affiliated": ("r_affiliated",),
    "income.other": ("r_other",),
    "income.donations": ("r_donations",),
    "exp.basic": ("g_basic", "f_basic", "c_basic", "n_basic"),
    "exp.project": ("g_project", "f_project", "c_project", "n_project"),
    "exp.remitted": ("n_remitted",),
    "exp.operating": ("n_operating",),
    "exp.subsidy": ("n_subsidy",),
    "fiscal.basic": ("g_basic", "f_basic", "c_basic"),
    "fiscal.project": ("g_project", "f_project", "c_project"),
    "construction": ("g_construction",),
}
for _word, _letter in (("gen", "g"), ("fund", "f"), ("cap", "c")):
    for _part in ("basic", "project", "open", "income", "close", "personnel", "public"):
        MEASURES[f"{_word}.{_part}"] = (f"{_letter}_{_part}",)
    MEASURES[f"{_word}.total"] = (f"{_letter}_basic", f"{_letter}_project")
MEASURES["gen.open_project"] = MEASURES["gen.open"]
MEASURES["gen.income_basic"] = ("g_basic",)
MEASURES["gen.income_project"] = ("g_income", "-g_basic")
MEASURES["nothing"] = MEASURES["initial"] = ()
MEASURES["income.total"] = (
    *MEASURES["income.fiscal"],
    *("r_superior", "r_undertaking", "r_operating", "r_affiliated", "r_other"),
)
MEASURES["exp.total"] = (
    *MEASURES["exp.basic"],
    *MEASURES["exp.project"],
    *("n_remitted", "n_operating", "n_subsidy"),
)
MEASURES["fiscal.total"] = (*MEASURES["fiscal.basic"], *MEASURES["fiscal.project"])


@dataclass
class Item:
    """What one item (项) received and spent, in yuan."""

    code: str
    name: str
    held: dict[str, Decimal] = field(default_factory=dict)
    basic: dict[str, Decimal] = field(default_factory=dict)
    project: dict[str, Decimal] = field(default_factory=dict)

    def add(self, part: str, amount: Decimal) -> None:
        """Put an amount beside what is there."""
        self.held[part] = self.held.get(part, ZERO) + amount

    def of(self, measure: str) -> Decimal:
        """Return a measure in yuan; ``econ.301`` adds up economic accounts."""
        if measure.startswith("econ."):
            head = measure[5:]
            books = (self.basic, self.project)
            return sum((v for b in books for k, v in b.items() if k.startswith(head)), ZERO)
        total = ZERO
        for part in MEASURES[measure]:
            sign = -1 if part.startswith("-") else 1
            total += sign * self.held.get(part.lstrip("-"), ZERO)
        return total


@dataclass
class Department:
    """One organization in one year: items, and the figures that no item holds."""

    organization: str
    year: int
    unit: str
    era: dict[str, Any]
    items: list[Item]
    facts: dict[str, Decimal]
    is_unit: bool = False

    def of(self, measure: str, head: str = "") -> Decimal:
        """Add up a measure over the items whose code begins with ``head``."""
        return sum((i.of(measure) for i in self.items if i.code.startswith(head)), ZERO)

    def fact(self, name: str) -> Decimal:
        """Return a figure by its name: a fact, or a measure over everything (``exp.total``)."""
        if name in self.facts:
            return self.facts[name]
        measure, _, head = name.partition("@")
        return self.of(measure, head)

    def tree(self) -> list[tuple[str, str]]:
        """Return classes, sections and items in order, with their names."""
        rows: dict[str, str] = {}
        for item in sorted(self.items, key=lambda i: i.code):
            for head in (item.code[:3], item.code[:5]):
                rows.setdefault(head, self.era["functions"][head])
            rows[item.code] = item.name
        return sorted(rows.items())

    def economic(
        self, heads: Iterable[str] = ("3",), book: str = "basic"
    ) -> list[tuple[str, str, Decimal]]:
        """Return the economic accounts of the general expenditure, basic or of projects."""
        found: dict[str, Decimal] = {}
        for item in self.items:
            held = item.project if book == "project" else item.basic
            for code, amount in held.items():
                for head in (code[:3], code):
                    found[head] = found.get(head, ZERO) + amount
        names = self.era["economic"]
        return [(c, names[c], found[c]) for c in sorted(found) if c.startswith(tuple(heads))]


@cache
def load(name: str) -> Any:
    """Read one of the data files of this folder; nobody changes what comes back."""
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


def invent(kind: str, organization: str, year: int, unit: str, seed: int = 1) -> Department:
    """Invent a department of a kind (``departments.yaml``) with figures that add up."""
    rng = random.Random(f"{kind}{organization}{year}{unit}{seed}")  # noqa: S311 (no secret)
    data = load("departments.yaml")
    era = next(e for e in data["eras"] if e["from"] <= year <= e["to"])
    spec = data["kinds"][kind]

    def money(low: int, high: int) -> Decimal:
        """Draw between two numbers of 万元, printable in the unit to its last digit."""
        amount = Decimal(rng.randint(low * 100, high * 100)) * 100
        return amount + (Decimal(rng.randint(0, 9999)) / 100 if unit == YUAN else ZERO)

    items: list[Item] = []
    for line in spec["items"]:
        code, name, role = line.split()
        item = Item(code, name)
        items.append(item)
        _ROLES[role](item, money, era)
    owner = items[0]
    facts = _facts(items, owner, money, rng, spec)
    return Department(organization, year, unit, era, items, facts, bool(spec.get("is_unit")))


Money = Callable[[int, int], Decimal]


def _spend(item: Item, book: dict[str, Decimal], code: str, amount: Decimal) -> None:
    book[code] = book.get(code, ZERO) + amount
    is_basic = book is item.basic
    item.add("g_basic" if is_basic else "g_project", amount)
    item.add("g_income", amount)
    if is_basic:
        item.add("g_personnel" if code[:3] in ("301", "303") else "g_public", amount)


def _staff(item: Item, money: Money, era: dict[str, Any]) -> None:
    for code in era["staff"]:
        low, high = (2, 9) if code in ("30217", "30212", "30231") else (20, 600)
        _spend(item, item.basic, code, money(low, high))


def _single(code: str) -> Callable[[Item, Money, dict[str, Any]], None]:
    def role(item: Item, money: Money, era: dict[str, Any]) -> None:
        _spend(item, item.basic, code, money(20, 200))

    return role


def _housing(item: Item, money: Money, era: dict[str, Any]) -> None:
    _spend(item, item.basic, era["housing"], money(20, 200))


def _project(item: Item, money: Money, era: dict[str, Any]) -> None:
    for code in ("30201", "30214", "30227", "31002"):
        _spend(item, item.project, code, money(5, 300))


def _carried(item: Item, money: Money, era: dict[str, Any]) -> None:
    """Begin with carry-over, and leave some."""
    _project(item, money, era)
    opening, closing = money(4, 18), money(1, 19)
    item.add("g_open", opening)
    item.add("g_close", closing)
    item.add("g_income", closing - opening)
    item.add("g_construction", item.project["31002"])


def _refund(item: Item, money: Money, era: dict[str, Any]) -> None:
    """Give back what was spent in an earlier year: a negative expenditure."""
    _spend(item, item.project, "30227", -money(2, 19))


def _fund(item: Item, money: Money, era: dict[str, Any]) -> None:
    spent, opening = money(20, 200), money(1, 9)
    item.add("f_project", spent)
    item.add("f_open", opening)
    item.add("f_income", spent - opening)


def _capital(item: Item, money: Money, era: dict[str, Any]) -> None:
    spent = money(10, 60)
    item.add("c_project", spent)
    item.add("c_income", spent)


def _own(item: Item, money: Money, era: dict[str, Any]) -> None:
    """Live on fees and other income, beside what the treasury gives."""
    _project(item, money, era)
    fees, other = money(30, 90), money(5, 25)
    item.add("r_undertaking", fees)
    item.add("r_fees", money(4, 25))
    item.add("r_other", other)
    item.add("r_donations", money(1, 4))
    item.add("n_basic", fees)
    item.add("n_project", other)


_ROLES: dict[str, Callable[[Item, Money, dict[str, Any]], None]] = {
    "staff": _staff,
    "pension": _single("30108"),
    "annuity": _single("30109"),
    "medical": _single("30110"),
    "retired": _single("30302"),
    "housing": _housing,
    "project": _project,
    "carried": _carried,
    "refund": _refund,
    "fund": _fund,
    "capital": _capital,
    "own": _own,
}


def _facts(
    items: list[Item], owner: Item, money: Money, rng: random.Random, spec: dict[str, Any]
) -> dict[str, Decimal]:
    def total(measure: str) -> Decimal:
        return sum((i.of(measure) for i in items), ZERO)

    facts: dict[str, Decimal] = {}
    for word in ("gen", "fund", "cap"):
        facts[f"{word}.opening"] = total(f"{word}.open")
        facts[f"{word}.closing"] = total(f"{word}.close")
    facts["fiscal.opening"] = sum((facts[f"{w}.opening"] for w in ("gen", "fund", "cap")), ZERO)
    facts["fiscal.closing"] = sum((facts[f"{w}.closing"] for w in ("gen", "fund", "cap")), ZERO)
    facts["fiscal.grand_total"] = facts["fiscal.opening"] + total("income.fiscal")
    has_own = total("income.undertaking") > 0
    used = money(2, 9) if has_own else ZERO
    own_opening = money(1, 5) if has_own else ZERO
    facts["use"] = used
    facts["distribution"] = money(1, 2) if has_own else ZERO
    own_closing = own_opening + used - facts["distribution"]
    facts["opening"] = facts["fiscal.opening"] + own_opening
    facts["closing"] = facts["fiscal.closing"] + own_closing
    facts["grand_total"] = total("income.total") + used + facts["opening"]
    check = total("exp.total") + facts["distribution"] + facts["closing"]
    assert facts["grand_total"] == check, (facts, check)
    facts["fiscal.general_total"] = total("gen.total") + facts["gen.closing"]
    facts["fiscal.fund_total"] = total("fund.total") + facts["fund.closing"]
    facts["fiscal.cap_total"] = total("cap.total") + facts["cap.closing"]
    # 三公: what the economic accounts of the basic expenditure print; nothing was bought.
    for word, code in (("abroad", "30212"), ("running", "30231"), ("reception", "30217")):
        facts[f"final.{word}"] = owner.basic.get(code, ZERO)
        more = money(1, 5) if facts[f"final.{word}"] else ZERO
        facts[f"budget.{word}"] = facts[f"final.{word}"] + more
    facts["final.purchase"] = facts["budget.purchase"] = ZERO
    for basis in ("final", "budget"):
        facts[f"{basis}.vehicles"] = facts[f"{basis}.purchase"] + facts[f"{basis}.running"]
        facts[f"{basis}.three"] = (
            facts[f"{basis}.vehicles"] + facts[f"{basis}.abroad"] + facts[f"{basis}.reception"]
        )
    facts["final.meeting"] = owner.basic.get("30215", ZERO)
    facts["final.training"] = owner.basic.get("30216", ZERO)
    for word in ("meeting", "training"):
        facts[f"budget.{word}"] = facts[f"final.{word}"] + (
            money(1, 3) if facts[f"final.{word}"] else ZERO
        )
    public = total("gen.public")
    nature = spec.get("nature", "administrative")
    facts["operating.administrative"] = public if nature == "administrative" else ZERO
    facts["operating.civil"] = ZERO
    facts["operating"] = facts["operating.administrative"]
    for word, low, high in (("goods", 5, 60), ("works", 10, 90), ("services", 5, 80)):
        facts[f"procurement.{word}"] = money(low, high)
    facts["procurement"] = sum(
        (facts[f"procurement.{w}"] for w in ("goods", "works", "services")), ZERO
    )
    facts["procurement.small"] = facts["procurement.goods"] + facts["procurement.services"]
    facts["procurement.micro"] = facts["procurement.goods"]
    # Counts.
    groups = rng.randint(1, 3) if facts["final.abroad"] else 0
    facts["n.abroad_groups"] = Decimal(groups)
    facts["n.abroad_persons"] = Decimal(groups * rng.randint(2, 4))
    facts["n.purchased"] = ZERO
    facts["n.emergency"], facts["n.enforcement"] = Decimal(rng.randint(1, 3)), Decimal(2)
    facts["n.confidential"] = Decimal(1)
    facts["n.held"] = facts["n.emergency"] + facts["n.enforcement"] + facts["n.confidential"]
    facts["n.reception_batches"] = Decimal(rng.randint(10, 60))
    facts["n.reception_persons"] = facts["n.reception_batches"] * rng.randint(5, 9)
    facts["n.equipment"] = Decimal(rng.randint(0, 2))
    # Assets for 国有资产 tables.
    facts["assets.current"] = money(50, 900)
    for word in ("buildings", "cars", "large", "others"):
        facts[f"assets.{word}"] = money(10, 900)
    facts["assets.fixed"] = sum(
        (facts[f"assets.{w}"] for w in ("buildings", "cars", "large", "others")), ZERO
    )
    facts["assets.intangible"] = money(1, 90)
    facts["assets"] = facts["assets.current"] + facts["assets.fixed"] + facts["assets.intangible"]
    facts["prior.grand_total"] = facts["grand_total"] - money(3, 30)
    facts["prior.fiscal.grand_total"] = facts["fiscal.grand_total"] - money(3, 30)
    facts["prior.gen.total"] = total("gen.total") - money(3, 30)
    facts["initial.gen.total"] = ZERO
    for item in items:
        spent = item.of("gen.total")
        if spent:
            initial = spent + (money(1, 4) if rng.random() < 0.5 else -min(money(1, 4), spent / 2))
            initial = initial.quantize(Decimal("0.01") if spent % 100 else Decimal(100))
            facts[f"initial@{item.code}"] = initial
            facts["initial.gen.total"] += initial
    return facts


def in_unit(amount: Decimal, unit: str) -> Decimal:
    """Return an amount of yuan in a unit, to two decimals."""
    return (amount / SCALE[unit]).quantize(Decimal("0.01"), ROUND_HALF_UP)


def percent(part: Decimal, whole: Decimal) -> str:
    """Return a share as a narrative prints it."""
    return f"{(part / whole * 100).quantize(Decimal('0.01'), ROUND_HALF_UP)}"

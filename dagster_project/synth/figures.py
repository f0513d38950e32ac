"""What one organization received and spent in one year, drawn so that everything adds up.

Amounts are whole numbers of the smallest printed unit of the form (分, or 百元 where 万元 are
printed with two decimals): sums of them are exact, and a form in 万元 has nothing to round.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from dagster_project.form.seeds import read_seed

_DATA = Path(__file__).parent / "data"
# What every organization pays besides its own work (retired staff, pensions, annuities, medical
# care, housing fund), and the economic account of each.
_COMMON = {
    "2080501": "30302",
    "2080505": "30108",
    "2080506": "30109",
    "2101101": "30110",
    "2210201": "30113",
}
COMMON_ITEMS = tuple(_COMMON)
_PERSONNEL = ("30101", "30102", "30103")
_PUBLIC = ("30201", "30202", "30207", "30211", "30217", "30228", "30231", "30299")
_FAMILY = ("30305",)
RECEPTION, RUNNING = "30217", "30231"

Split = dict[str, int]


@dataclass(frozen=True)
class Form:
    """A form as it is invented here: where it is used, its unit, how zero is printed."""

    code: str
    region_code: str
    place_zh: str
    unit: str
    zero_text: str
    has_line_numbers: bool


@dataclass(frozen=True)
class Organization:
    """An invented organization; it publishes every year in the same form."""

    organization_id: str
    name_zh: str
    form: Form
    items: tuple[str, ...]
    # The order of magnitude of its spending, in the smallest printed unit.
    scale: int


@dataclass
class Figures:
    """One year: spending by item and economic account, and what is derived from nothing else."""

    basic: Split
    project: Split
    economic_basic: Split
    economic_project: Split
    opening: int
    closing: int
    budget_factor: int
    procurement: Split
    vehicles: Split
    spent: int = field(init=False)

    def __post_init__(self) -> None:
        """Add up what was spent."""
        self.spent = sum(self.basic.values()) + sum(self.project.values())


def read_forms() -> list[Form]:
    """Return the forms that disclosures are invented in."""
    return [
        Form(
            row["form"],
            row["region_code"],
            row["place_zh"],
            row["unit"],
            row["zero_text"],
            row["has_line_numbers"] == "true",
        )
        for row in read_seed(_DATA / "forms.csv")
    ]


def draw_organization(number: int, prefix: str, random: Random) -> Organization:
    """Return the organization of that number; forms and kinds take turns."""
    forms, kinds = read_forms(), read_seed(_DATA / "organizations.csv")
    form = forms[number % len(forms)]
    kind = kinds[(number // len(forms)) % len(kinds)]
    return Organization(
        organization_id=f"{prefix}-{number + 1:04d}",
        name_zh=f"{form.place_zh}第{number + 1}{kind['name_zh']}",
        form=form,
        items=tuple(sorted((*kind["items"].split("|"), *COMMON_ITEMS))),
        # From 1 to 30 million yuan for each item.
        scale=random.randint(1, 30) * 10 ** (8 if form.unit == "元" else 4),
    )


def draw_figures(organization: Organization, previous: Figures | None, random: Random) -> Figures:
    """Draw one year; opening carry-over is what the year before closed with."""
    basic, project = {}, {}
    for item in organization.items:
        is_work = item not in COMMON_ITEMS
        size = organization.scale if is_work else organization.scale // 8
        amount = random.randint(size // 2, size)
        # The first item of the work is 行政运行: basic. The others are projects.
        if not is_work or item == organization.items[0] or item.endswith(("01", "50")):
            basic[item] = amount
        else:
            project[item] = amount
    # An employer pays 16 % for pensions and 8 % for annuities.
    basic["2080506"] = basic["2080505"] // 2
    total_basic, total_project = sum(basic.values()), sum(project.values())
    common = {account: basic[item] for item, account in _COMMON.items()}
    others = total_basic - sum(common.values())
    economic = _split(others, (*_PERSONNEL, *_PUBLIC, *_FAMILY), random) | common
    opening = previous.closing if previous else random.randint(0, organization.scale // 10)
    works = random.randint(0, organization.scale // 20)
    goods, services = (random.randint(1, organization.scale // 20) for _ in range(2))
    return Figures(
        basic=basic,
        project=project,
        economic_basic=economic,
        economic_project=_split(total_project, ("30205", "30213", "30227", "31002"), random),
        opening=opening,
        closing=random.randint(0, organization.scale // 10),
        budget_factor=random.randint(102, 130),
        procurement={"goods": goods, "works": works, "services": services},
        vehicles={"emergency": random.randint(0, 3), "law_enforcement": random.randint(1, 5)},
    )


def _split(total: int, accounts: tuple[str, ...], random: Random) -> Split:
    """Split a total into positive parts; the last account takes what is left."""
    weights = [random.randint(5, 20) for _ in accounts]
    parts = [total * weight // sum(weights) for weight in weights]
    parts[-1] += total - sum(parts)
    return dict(zip(accounts, parts, strict=True))


def roll_up(split: Split, *lengths: int) -> Split:
    """Return the amounts of a split by the leading digits of its codes."""
    sums: defaultdict[str, int] = defaultdict(int)
    for code, amount in split.items():
        for length in lengths:
            sums[code[:length]] += amount
    return dict(sums)


def add(*splits: Split) -> Split:
    """Return the sum of splits, code by code."""
    sums: defaultdict[str, int] = defaultdict(int)
    for split in splits:
        for code, amount in split.items():
            sums[code] += amount
    return dict(sums)

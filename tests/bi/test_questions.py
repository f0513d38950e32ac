"""The questions of docs/bi/questions against arithmetic of their own; each trap is seen to bite."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project.runtime.settings import DBT_DIR, PROJECT_DIR
from dagster_project.runtime.warehouse import open_warehouse
from tests.bi import documents
from tests.bi.arithmetic import Amount, Document, add_up, grouped, percent, read_all, seed
from tests.building import SINGULAR, build

QUESTIONS = PROJECT_DIR / "docs" / "bi" / "questions"
SEEDS = DBT_DIR / "seeds"
SHIPPED = len(list((PROJECT_DIR / "raw").glob("*/*/document.json")))


@dataclass(frozen=True)
class Place:
    """A built warehouse and the folders that it was built of."""

    raw: Path
    warehouse: Path

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        """Return the rows of a statement, as an analyst gets them."""
        with open_warehouse(self.warehouse, read_only=True) as connection:
            return connection.execute(statement).fetchall()

    def answer(self, number: int) -> list[tuple[Any, ...]]:
        """Return the rows of a question: the text of the file that the guide shows."""
        [path] = QUESTIONS.glob(f"{number:02d}_*.sql")
        return self.ask(path.read_text("utf-8"))

    @property
    def open_documents(self) -> list[Document]:
        """Return the documents whose figures are published."""
        kept = documents.KEPT_BACK | documents.SUPERSEDED
        return [d for d in read_all(self.raw) if d.folder.name not in kept]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    base = tmp_path_factory.mktemp("questions")
    documents.write_all(base / "raw")
    seed_rows = {Path(name).stem: rows for name, rows in documents.SEED_ROWS.items()}
    build(base / "raw", base / "w.duckdb", seed_rows=seed_rows, data_tests=SINGULAR)
    return Place(base / "raw", base / "w.duckdb")


def in_order(rows: Any) -> list[tuple[Any, ...]]:
    """Sort rows that hold None as DuckDB does: None last."""
    return sorted(map(tuple, rows), key=lambda row: [(value is None, value) for value in row])


def names_of_classes() -> dict[str, str]:
    """Return the newest name of every class in the list."""
    names = {}
    for row in seed("codes/functional_accounts.csv", SEEDS):
        if row["account_level"] == "class" and row["name_status"] == "observed":
            code, since = row["function_code"], int(row["valid_from_year"])
            names[code] = max(names.get(code, (0, "")), (since, row["name_zh"]))
    return {code: name for code, (_, name) in names.items()}


def test_all_documents_are_where_they_are_expected(place):
    gates = dict(place.ask("select document_id, gate_status from marts.documents"))
    assert len(gates) == len(read_all(place.raw)) == SHIPPED + 9 + 20
    assert {name for name, status in gates.items() if status != "open"} == documents.KEPT_BACK
    published = {row[0] for row in place.ask("select document_id from marts.department_year")}
    assert published == {document.folder.name for document in place.open_documents}


def test_01_spending_by_class(place):
    names = names_of_classes()
    expected = grouped(
        ((d.fiscal_year, d.scope, code[:3]), amount)
        for d in place.open_documents
        for code, amount in d.leaves().items()
    )
    rows = place.answer(1)
    assert rows == in_order((*key, names[key[2]], total) for key, total in expected.items())
    # The trap: all rows instead of the leaves.
    everything = add_up(a for d in place.open_documents for a in d.spending().values())
    assert place.ask("select sum(total) from marts.expenditure_by_function") == [(everything,)]
    assert everything > 2 * sum(row[-1] for row in rows)


def test_02_renamed_account(place):
    rows = place.answer(2)
    by_id = {d.folder.name: d for d in place.open_documents}
    amounts = {
        (name, year): by_id[f"{name}-{year}"].spending()[code]
        for name, code in (("culture", "207"), ("health", "210"))
        for year in (2018, 2019)
    }
    comparable = {
        (row["old_code"], row["old_name_zh"]): (row["new_name_zh"], row["comparable"])
        for row in seed("codes/account_crosswalk.csv", SEEDS)
    }
    expected = []
    for name, code, then in (
        ("culture", "207", documents.CULTURE["208"][1]),
        ("health", "210", documents.HEALTH["208"][1]),
    ):
        now, verdict = comparable[code, then]
        expected += [
            (f"示例{name}", "unit", code, now, 2018, then, amounts[name, 2018], verdict),
            (f"示例{name}", "unit", code, now, 2019, now, amounts[name, 2019], "yes"),
        ]
    assert rows == in_order(expected)
    assert {row[-1] for row in rows if row[4] == 2018} == {"no", "yes"}
    # The trap: by printed name no series has two years.
    series = place.ask(
        "select count(distinct fiscal_year) from marts.expenditure_by_function "
        "where account_code in ('207', '210') and organization_id in ('culture', 'health') "
        "group by account_name"
    )
    assert set(series) == {(1,)}


def test_03_top_ten(place):
    totals = grouped(
        ((d.fiscal_year, d.scope, code), amount)
        for d in place.open_documents
        for code, amount in d.leaves().items()
        if amount is not None
    )
    expected = []
    for (year, scope, code), total in totals.items():
        larger = [t for (y, s, _), t in totals.items() if (y, s) == (year, scope) and t > total]
        if len(larger) < 10:
            expected.append((year, scope, len(larger) + 1, code, total))
    rows = place.answer(3)
    assert [(*row[:4], row[5]) for row in rows] == in_order(expected)
    assert all(row[4] for row in rows)
    # The trap: among all rows the ten largest are not ten accounts of their own.
    ten = place.ask(
        "select account_code from marts.expenditure_by_function "
        "where fiscal_year = 2024 and scope = 'unit' order by total desc limit 10"
    )
    assert any(a != b and b.startswith(a) for (a,) in ten for (b,) in ten)


def test_04_execution_rate(place):
    groups: dict[Any, list[tuple[Decimal, Decimal]]] = {}
    for d in place.open_documents:
        budget, final = (
            d.amount("gk07", "three_public", f"{side}_total") for side in ("budget", "final")
        )
        if budget and final is not None:
            key = (d.fiscal_year, d.scope, budget_bases().get(d.form))
            groups.setdefault(key, []).append((budget, final))
    expected = []
    for key, pairs in groups.items():
        budget, final = (add_up(column) for column in zip(*pairs, strict=True))
        expected.append((*key, len(pairs), budget, final, percent(final, budget)))
    rows = place.answer(4)
    assert rows == in_order(expected)
    # The trap: the mean of the percentages is another number wherever two budgets differ.
    means = place.ask(
        "select fiscal_year, scope, budget_basis, round(avg(execution_percent), 2) "
        "from marts.budget_execution where item_code = 'three_public_total' group by all"
    )
    rates = {row[:3]: row[-1] for row in rows}
    assert any(
        mean is not None and Decimal(str(mean)) != rates[tuple(key)]
        for *key, mean in means
        if tuple(key) in rates
    )


def budget_bases() -> dict[str, str]:
    """Return which budget the 三公 table of each form prints."""
    return {
        row["form"]: row["budget_basis"]
        for row in seed("layouts/table_layouts.csv", SEEDS)
        if row["table_code"] == "gk07" and row["budget_basis"]
    }


def test_05_share_of_three_public(place):
    expected = []
    for d in place.open_documents:
        final = d.amount("gk07", "three_public", "final_total")
        whole = d.amount("gk05", "total", "total")
        name = name_of(d)
        expected.append((name, d.fiscal_year, d.scope, final, whole, percent(final, whole)))
    rows = place.answer(5)
    assert rows == in_order(expected)
    # The trap: somebody's whole is not what it spent from the general public budget.
    assert any(d.total != d.amount("gk05", "total", "total") for d in place.open_documents)


def name_of(document: Document) -> str:
    """Return the printed name of the organization."""
    return document.organization_name


def provinces() -> dict[str, str]:
    """Return the names of the provinces by their first two digits."""
    return {
        row["region_code"][:2]: row["name_zh"]
        for row in seed("codes/region_register.csv", SEEDS)
        if row["level"] == "province"
    }


def test_06_by_organization_and_region(place):
    names = provinces()
    keyed = [
        (d, (d.fiscal_year, d.scope, names.get((d.region_code or "")[:2], "未知")))
        for d in place.open_documents
    ]
    organizations = {(key, d.organization_id) for d, key in keyed}
    by_province = grouped((key, d.total) for d, key in keyed)
    expected = [
        (*key, None, sum(k == key for k, _ in organizations), total)
        for key, total in by_province.items()
    ] + [(*key, name_of(d), 1, d.total) for d, key in keyed]
    rows = place.answer(6)
    assert rows == in_order(expected)
    assert {row[2] for row in rows} == {"山西省", "上海市", "浙江省", "重庆市", "未知"}
    # The trap: who is in no listed region has spent money, too; a join to the list loses it.
    lost = place.ask(
        "select sum(expenditure_total) from marts.department_year "
        "where region_code not in (select region_code from seeds.region_register)"
    )
    assert lost == [(add_up(d.total for d, key in keyed if key[2] == "未知"),)]


def test_07_growth(place):
    totals = {(d.organization_id, d.scope, d.fiscal_year): d.total for d in place.open_documents}
    founded = {
        (row["organization_id"], int(row["event_year"]))
        for row in seed("codes/organization_events.csv", SEEDS)
        if row["event"] == "founded"
    }
    expected = []
    for d in place.open_documents:
        key = (d.organization_id, d.scope, d.fiscal_year - 1)
        prior = totals.get(key)
        change = d.total - prior if prior is not None else None
        is_new = (d.organization_id, d.fiscal_year) in founded
        missing = "单位当年组建，没有上年数" if is_new else "上年度决算未收录"
        expected.append(
            (
                *(name_of(d), d.scope, d.fiscal_year, d.total, prior, change),
                percent(change, prior),
                prior is not None,
                None if key in totals else missing,
            )
        )
    rows = place.answer(7)
    assert rows == in_order(expected)
    assert Counter(row[-2] for row in rows)[True] >= 6
    # The trap: lag() finds a row before in every one of these, and none is last year's.
    lagged = place.ask(
        "select organization_id, amount - lag(amount) over "
        "(partition by organization_id order by fiscal_year) from marts.year_on_year "
        "where metric = 'expenditure_total' and organization_id in ('gap', 'both') "
        "qualify row_number() over (partition by organization_id order by fiscal_year) = 2"
    )
    assert len(lagged) == 2
    assert all(change is not None for _, change in lagged)
    apart = {f"示例{name}" for name, _ in lagged}
    assert {row[5] for row in rows if row[0] in apart} == {None}


def test_08_leaves_and_classes(place):
    expected = []
    for d in place.open_documents:
        leaves = add_up(d.leaves().values())
        classes = add_up(a for code, a in d.spending().items() if len(code) == 3)
        differs = leaves != classes or classes != d.total
        expected.append((name_of(d), d.fiscal_year, d.scope, leaves, classes, d.total, differs))
    rows = place.answer(8)
    assert rows == in_order(expected)
    # What synth invents adds up; what is rounded or printed wrong is told apart.
    assert {row[-1] for row in rows} == {True, False}


def test_09_departments_and_units(place):
    parents = {
        row["organization_id"]: row["parent_organization_id"]
        for row in documents.SEED_ROWS["codes/organization_register.csv"]
        if row.get("parent_organization_id")
    }
    units = [d for d in place.open_documents if d.scope == "unit"]
    expected = []
    for d in place.open_documents:
        if d.scope == "department_consolidated":
            own = [
                u.total
                for u in units
                if parents.get(u.organization_id) == d.organization_id
                and u.fiscal_year == d.fiscal_year
            ]
            expected.append((name_of(d), d.fiscal_year, d.total, len(own), add_up(own)))
    rows = place.answer(9)
    assert rows == in_order(expected)
    assert {row[3] for row in rows} == {0, 1, 2}
    # The trap: the whole year added up holds both units twice.
    year = place.ask(
        "select sum(expenditure_total) from marts.department_year "
        "where fiscal_year = 2020 and starts_with(organization_id, 'dept')"
    )
    [(_, _, department, _, of_units)] = [row for row in rows if row[3] == 2]
    assert year == [(department + of_units,)]


def test_10_coverage(place):
    current = [d for d in read_all(place.raw) if d.folder.name not in documents.SUPERSEDED]
    years = [d.fiscal_year for d in current if d.fiscal_year is not None]
    listed = documents.SEED_ROWS["policy/expected_disclosures.csv"]
    expected = []
    for year in [*range(min(years), max(years) + 1), None]:
        own = [d for d in current if d.fiscal_year == year]
        kept = sum(d.folder.name in documents.KEPT_BACK for d in own)
        due = [row for row in listed if row["fiscal_year"] == str(year)]
        found = {d.organization_id for d in own}
        missing = sum(row["organization_id"] not in found for row in due)
        expected.append(
            (year, len(own), len(own) - kept, kept, len(due) or None, missing if due else None)
        )
    rows = place.answer(10)
    assert rows == in_order(expected)
    assert next(row for row in rows if row[0] is None)[1:4] == (1, 0, 1)
    # The trap: the facts know nothing of a document that is kept back.
    assert place.ask(
        "select count(*) from marts.department_year where document_id = 'unitless-2021'"
    ) == [(0,)]


def test_every_question_names_its_trap_and_is_in_the_guide():
    guide = (QUESTIONS.parent / "README.md").read_text("utf-8")
    files = sorted(QUESTIONS.glob("*.sql"))
    assert [path.name[:2] for path in files] == [f"{n:02d}" for n in range(1, 11)]
    for path in files:
        text = path.read_text("utf-8")
        assert re.match(r"-- .*[?？]\n-- .*\?\n-- Trap: ", text), path.name
        assert f"questions/{path.name}" in guide
        assert len(duckdb.extract_statements(text)) == 1
        # It is asked of a file opened directly.
        assert re.search(r"\bfrom marts\.", text)


def test_what_no_list_holds_is_a_member_as_printed(place):
    [account] = place.ask(
        "select accounts.account_name, accounts.account_level, accounts.class_name, "
        "accounts.valid_from_year, accounts.valid_to_year, accounts.standing "
        "from marts.expenditure_by_function as facts inner join marts.accounts using (account_key) "
        "where facts.account_code = '2080177'"
    )
    name = names_of_classes()["208"]
    assert account == (documents.UNLISTED["2080101"][1], "item", name, 2020, 2020, "unknown")
    regions = place.ask(
        "select documents.document_id, regions.region_name, regions.region_level, regions.standing "
        "from marts.documents inner join marts.regions using (region_code) "
        "where regions.standing = 'unknown' order by 1"
    )
    assert regions == [
        ("nowhere-2020", "未知", "unknown", "unknown"),
        ("unlisted-2020", "未知(990106)", "county", "unknown"),
    ]
    organizations = place.ask(
        "select documents.document_id, organizations.organization_name from marts.documents "
        "inner join marts.organizations using (organization_id) "
        "where organizations.organization_id = 'unknown'"
    )
    assert organizations == [("scan", "未知")]
    assert place.ask(
        "select organization_name, standing from marts.coverage "
        "inner join marts.organizations using (organization_id, organization_name) "
        "where coverage_status = 'missing'"
    ) == [("某市从未公开的局", "unknown")]


def test_an_account_outside_the_years_of_its_list_is_the_same_only_under_the_same_name(place):
    """2018 and 2019 are in no list: the name decides, and the years of the name grow."""
    keys = place.ask(
        "select facts.account_code, facts.fiscal_year, accounts.account_name, accounts.standing, "
        "facts.fiscal_year >= valid_from_year and facts.fiscal_year <= ifnull(valid_to_year, 9999) "
        "from marts.expenditure_by_function as facts inner join marts.accounts using (account_key) "
        "where facts.organization_id = 'culture' and facts.account_code = '207' order by 2"
    )
    assert keys == [
        ("207", 2018, documents.CULTURE["208"][1], "unknown", True),
        ("207", 2019, documents.CULTURE_NOW["208"][1], "observed", True),
    ]


def test_every_renamed_code_of_the_lists_has_a_successor(place):
    """A code that the list holds under two names leads from the older to the newest."""
    renamed = place.ask(
        "select old.account_code, old.successor_name = now.account_name, "
        "old.successor_is_comparable in ('yes', 'no', 'unknown') "
        "from marts.accounts as old inner join marts.accounts as now "
        "on old.classification = now.classification and old.account_code = now.account_code "
        "and old.valid_from_year < now.valid_from_year "
        "where old.standing = 'observed' and now.standing = 'observed'"
    )
    listed = Counter(
        row["function_code"] for row in seed("codes/functional_accounts.csv", SEEDS)
    ) + Counter(row["economic_code"] for row in seed("codes/economic_accounts.csv", SEEDS))
    assert {row[0] for row in renamed} == {code for code, names in listed.items() if names > 1}
    assert {row[1:] for row in renamed} == {(True, True)}


def metric_values(place: Place, code: str) -> dict[str, Amount]:
    """Return the values of a metric by document; a document with two budgets is in no such test."""
    return dict(
        place.ask(
            "select document_id, metric_value from marts.metric_values "
            f"where metric_code = '{code}'"
        )
    )


@pytest.mark.parametrize(
    ("code", "part", "whole"),
    [
        ("project_share", ("gk03", "total", "project"), ("gk01", "expenditure_total", None)),
        ("fiscal_income_share", ("gk02", "total", "fiscal_appropriation"), ("gk01", None, None)),
        ("three_public_share", ("gk07", "three_public", "final_total"), ("gk05", "total", "total")),
    ],
)
def test_a_share_is_that_of_the_printed_figures_and_blank_where_one_is_blank(
    place, code, part, whole
):
    wholes = {
        "expenditure_total": ("gk01", "expenditure_total", "expenditure_amount"),
        None: ("gk01", "income_total", "income_amount"),
    }
    cells = wholes[whole[1]] if whole[0] == "gk01" else whole
    expected = {
        d.folder.name: percent(d.amount(*part), d.amount(*cells)) for d in place.open_documents
    }
    assert metric_values(place, code) == expected
    assert any(value is not None for value in expected.values())
    # A document with a blank figure is there, and blank.
    if code == "three_public_share":
        assert None in expected.values()


def test_growth_is_that_of_two_disclosures_and_blank_without_the_other(place):
    totals = {(d.organization_id, d.scope, d.fiscal_year): d.total for d in place.open_documents}
    expected = {}
    for d in place.open_documents:
        prior = totals.get((d.organization_id, d.scope, d.fiscal_year - 1))
        change = d.total - prior if prior is not None else None
        expected[d.folder.name] = percent(change, prior)
    assert metric_values(place, "expenditure_growth") == expected
    assert None in expected.values()


def test_no_question_chart_or_page_has_a_formula_of_its_own():
    """The formulas are rows of metric_definitions.csv beside one macro (decision 0056)."""
    formula = re.compile(
        r"100(?:\.0*)?\s*\*|\*\s*100\b|nullif\(|\bavg\(|sum\([^)]*\)\s*/|/\s*sum\(|/\s*nullif", re.I
    )
    assert formula.search("100 * sum(a) / sum(b)")
    assert formula.search("a / nullif(b, 0)")
    places = [
        *QUESTIONS.glob("*.sql"),
        *(PROJECT_DIR / "docs/bi/superset").rglob("*.yaml"),
        *(PROJECT_DIR / "dagster_project/report").rglob("*.py"),
        *(PROJECT_DIR / "dagster_project/report").rglob("*.jinja"),
        *(PROJECT_DIR / "dagster_project/report/static").glob("*.js"),
    ]
    assert len(places) > 30
    found = [path.name for path in places if formula.search(path.read_text("utf-8"))]
    assert found == []
    marts = [p for p in (DBT_DIR / "models/marts").glob("*.sql") if "/ nullif" in p.read_text()]
    assert marts == []

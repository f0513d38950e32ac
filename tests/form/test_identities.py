"""The sums of the form: one list for rules, readers and OCR."""

from __future__ import annotations

import csv
import re
from decimal import Decimal

import pytest

from dagster_project.form.identities import (
    Identity,
    Row,
    RowIdentity,
    read_identities,
    row_identities,
)
from dagster_project.form.shapes import BY_ECONOMIC, BY_FUNCTION, read_shapes, shape_of
from dagster_project.runtime.settings import DBT_DIR, PROJECT_DIR, SEEDS_DIR

CATALOGUE = SEEDS_DIR / "rules" / "rule_catalog.csv"
# A table named by its number in code: form/ and the seeds say what it is instead.
QUOTED_TABLE = re.compile(r"""["'](?:gk|jx)\d\d["']""")
LISTED_TABLES = re.compile(r"in \((?:'gk\d\d', ){2}")


def identity(code: str) -> Identity:
    return next(i for i in read_identities() if i.code == code)


def amounts(**values: str) -> dict[str, Decimal]:
    return {name: Decimal(value) for name, value in values.items()}


def shape(relation: RowIdentity) -> tuple[str, frozenset[tuple[str, int]]]:
    return relation.relation, frozenset(relation.weights)


def test_a_rule_that_always_holds_is_an_identity_and_one_with_a_condition_is_not() -> None:
    with CATALOGUE.open(encoding="utf-8", newline="") as stream:
        rules = {row["rule_id"]: row for row in csv.DictReader(stream)}
    linear = {rule for rule, row in rules.items() if row["check_kind"] in ("sum", "copy")}
    conditional = {rule for rule in linear if rules[rule]["applies_condition"]}
    conditional |= {rule for rule in linear if rules[rule]["applies_natures"]}
    codes = {i.code for i in read_identities()}
    assert conditional
    assert codes & set(rules) == linear - conditional


def test_what_only_readers_use_repeats_no_rule() -> None:
    with CATALOGUE.open(encoding="utf-8", newline="") as stream:
        rules = {row["rule_id"] for row in csv.DictReader(stream)}
    own = [i for i in read_identities() if i.code not in rules]
    others = [i for i in read_identities() if i.code in rules]
    assert own
    for reading in own:
        assert all(set(reading.terms) != set(rule.terms) for rule in others), reading.code


def test_a_row_adds_up_or_does_not() -> None:
    (whole,) = row_identities("gk03")
    row = amounts(total="6", basic="1", project="2", operating="3")
    assert whole.holds(row)
    assert not whole.holds(row | amounts(operating="4"))
    at_most = next(i for i in row_identities("gk06") if i.relation == ">=")
    assert at_most.holds(amounts(total="6", basic="6"))
    assert not at_most.holds(amounts(total="6", basic="7"))


def test_both_sides_of_a_two_sided_row_are_no_row_identity() -> None:
    assert [shape(i) for i in row_identities("gk04")] == [
        (
            "=",
            frozenset(
                {
                    ("total", 1),
                    ("general_public", -1),
                    ("government_fund", -1),
                    ("state_capital", -1),
                }
            ),
        )
    ]


@pytest.mark.parametrize(
    ("code", "column", "whole", "parts"),
    [
        ("I12", "basic", "total", {"201", "205"}),
        ("I13", "basic", "201", {"20101", "20102"}),
        ("I14", "basic", "20101", {"2010101"}),
    ],
)
def test_totals_are_made_of_the_level_below(
    code: str, column: str, whole: str, parts: set[str]
) -> None:
    roles = {0: "total", 3: "class", 5: "section", 7: "item"}
    accounts = ("", "201", "20101", "2010101", "20102", "205")
    rows = [Row(account or "total", roles[len(account)], account) for account in accounts]
    sums = {terms[0][0][1]: terms for terms in identity(code).sums({("gk03", column): rows})}
    assert {key for (_, key, _), _ in sums[whole]} == {whole, *parts}
    assert [weight for _, weight in sums[whole]] == [1] + [-1] * len(parts)


def test_a_figure_that_is_added_and_taken_away_again_is_in_no_sum() -> None:
    rows = [Row(code, "class", code) for code in ("301", "302", "303", "310")]
    (terms,) = identity("I34").sums({("gk06", "basic"): rows})
    assert [key for (_, key, _), _ in terms] == ["public_total", "302", "310"]


def test_the_whole_comes_first_and_a_balance_has_none() -> None:
    # X02: three incomes of gk01 are one of gk02, written with the three on the left.
    assert identity("X02").terms[0].table_code == "gk02"
    assert identity("X02").has_whole
    # I23: income and opening against expenditure and closing.
    assert not identity("I23").has_whole


def test_code_asks_for_the_shape_of_a_table_and_not_for_its_number() -> None:
    found = [
        f"{path.relative_to(PROJECT_DIR)}: {line.strip()}"
        for folder in ("reading", "form", "release", "report")
        for path in sorted((PROJECT_DIR / "dagster_project" / folder).rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if QUOTED_TABLE.search(line)
    ]
    assert found == []


def test_no_model_lists_the_tables_of_a_shape() -> None:
    found = [
        str(path.relative_to(DBT_DIR))
        for path in sorted(DBT_DIR.rglob("*.sql"))
        if "target" not in path.parts
        if LISTED_TABLES.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_rows_of_accounts_stand_in_tables_by_function_and_by_economic_account() -> None:
    """A table whose layout has columns of one group and no lines but totals prints accounts."""
    with (SEEDS_DIR / "layouts/line_layouts.csv").open(encoding="utf-8", newline="") as stream:
        roles: dict[str, set[str]] = {}
        for row in csv.DictReader(stream):
            roles.setdefault(row["table_code"], set()).add(row["row_role"])
    only_totals = {code for code, own in roles.items() if own == {"total"}}
    assert only_totals == {c for c in read_shapes() if shape_of(c) in (BY_FUNCTION, BY_ECONOMIC)}

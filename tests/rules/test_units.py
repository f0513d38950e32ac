"""No difference without its unit: yuan are not told as a bare number."""

from __future__ import annotations

from pathlib import Path

from dagster_project.runtime.warehouse import open_warehouse

_UNTOLD = """
    select rule_id, document_id, subject, difference_text
    from reconciliation.rule_verdicts
    where difference <> 0 and (
        unit is null
        -- Two per cents differ by points.
        or not contains(difference_text, if(printed_unit = '%', '个百分点', printed_unit))
    )
    order by all
"""


def test_every_difference_has_a_unit(rule_warehouse: Path) -> None:
    with open_warehouse(rule_warehouse, read_only=True) as connection:
        assert connection.execute(_UNTOLD).fetchall() == []


_WITHOUT_CELL = """
    select rule_id, document_id, item.table_code, item.source_locator
    from (
        select
            rule_id, document_id, unnest(from_json(evidence, '[{"table_code": "VARCHAR",
            "row_no": "INTEGER", "source_locator": "VARCHAR"}]')) as item
        from reconciliation.rule_verdicts where status in ('fail', 'rounding')
    )
    where item.table_code like 'gk%' and item.row_no is null and item.source_locator is not null
    order by all
"""


def test_what_is_no_cell_of_a_table_is_not_told_to_be_printed_where_the_narrative_is(
    rule_warehouse: Path,
) -> None:
    with open_warehouse(rule_warehouse, read_only=True) as connection:
        assert connection.execute(_WITHOUT_CELL).fetchall() == []


def test_a_rate_facing_two_amounts_has_no_totals(rule_warehouse: Path) -> None:
    """N23 lists 100 %, the change and this year's amount: they add up to nothing."""
    totals = """
        select document_id, left_amount, right_amount from reconciliation.rule_verdicts
        where rule_id = 'N23' and (left_amount is not null or right_amount is not null)
    """
    with open_warehouse(rule_warehouse, read_only=True) as connection:
        assert connection.execute(totals).fetchall() == []

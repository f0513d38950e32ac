-- P04: the printed execution rate is what some amounts inside the intervals of budget and executed give.
-- Compared crosswise, so that no step divides. One unit of the last digit too low is a truncated rate: a notice.
with funds as (

    select
        *,
        -- 0.9972 without a percent sign is the same rate as 99.72.
        cast(execution_percent as decimal(28, 6)) * case
            when execution_percent <= 1 and executed * 2 > full_year_budget and executed <= full_year_budget then 100 else 1
        end as rate,
        {{ half_digit('coalesce(execution_decimals, 0)') }} * case
            when execution_percent <= 1 and executed * 2 > full_year_budget and executed <= full_year_budget then 100 else 1
        end as half_digit
    from {{ ref('fct_performance_cells') }}
    where row_role in ('line', 'of_which')

),

bounded as (

    select
        *,
        -- Wide enough for a product of any budget and rate.
        cast(greatest(full_year_budget - half_unit, 0) as decimal(28, 4)) as least_budget,
        cast(full_year_budget + half_unit as decimal(28, 4)) as most_budget,
        cast(executed - half_unit as decimal(28, 4)) * 100 as least_executed,
        cast(executed + half_unit as decimal(28, 4)) * 100 as most_executed
    from funds

),

judged as (

    select
        *,
        (rate - half_digit) * least_budget <= most_executed
        and (rate + half_digit) * most_budget >= least_executed as is_right,
        rate * least_budget <= most_executed and (rate + 2 * half_digit) * most_budget > least_executed as is_truncated
    from bounded

),

final as (

    select
        document_id,
        'P04' as rule_id,
        row_key as subject,
        printed_label as subject_zh,
        unnest(case
            when full_year_budget is null and executed is null and execution_percent is null then {{ ruling('not_applicable', 'row_blank') }}
            when full_year_budget = 0 then {{ ruling('not_applicable', 'budget_zero') }}
            when full_year_budget is null then {{ ruling('no_data', 'budget_blank') }}
            when executed is null then {{ ruling('no_data', 'executed_blank') }}
            when execution_percent is null then {{ ruling('no_data', 'rate_blank') }}
            when is_right then {{ ruling('pass') }}
            when not is_confirmed then {{ ruling('no_data', 'figure_unconfirmed') }}
            else {{ ruling('fail') }}
        end),
        case when not is_right and is_truncated then 'truncated' end as subtype,
        case when is_truncated then 'notice' end as severity,
        try_cast(rate as decimal(18, 2)) as left_amount,
        {{ percent('executed', 'full_year_budget') }} as right_amount,
        try_cast(rate as decimal(18, 2)) - {{ percent('executed', 'full_year_budget') }} as difference,
        half_digit as tolerance,
        '%' as unit,
        'jx01' as table_code,
        page,
        source_locator,
        to_json([{{ evidence_item("'left'", "'jx01'", "cast(cast(execution_percent as decimal(18, 2)) as varchar)", page='page', source_locator='source_locator', row_no='row_no', row_key='row_key', column_code="'execution_percent'", printed_label='printed_label') }}]) as evidence
    from judged

)

select * from final
union all by name
{{ without_forms('P04') }}

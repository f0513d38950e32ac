-- P04: the printed execution rate is what some amounts inside the intervals of budget and executed give.
-- Compared crosswise, so that no step divides. One unit of the last digit too low is a truncated rate: a notice.
with funds as (

    select
        *,
        -- 0.9972 without a percent sign is the same rate as 99.72.
        cast(execution_percent as decimal(28, 6)) * case
            when execution_percent <= 1 and executed * 2 > full_year_budget and executed <= full_year_budget then 100 else 1
        end as rate,
        cast(5 * power(10, -coalesce(execution_decimals, 0) - 1) as decimal(16, 6)) * case
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
        case
            when full_year_budget is null and executed is null and execution_percent is null then 'not_applicable'
            when full_year_budget = 0 then 'not_applicable'
            when full_year_budget is null or executed is null or execution_percent is null then 'no_data'
            when is_right then 'pass'
            when not is_confirmed then 'no_data'
            else 'fail'
        end as status,
        case when not is_right and is_truncated then 'truncated' end as subtype,
        case
            when full_year_budget is null and executed is null and execution_percent is null then 'row_blank'
            when full_year_budget = 0 then 'budget_zero'
            when full_year_budget is null then 'budget_blank'
            when executed is null then 'executed_blank'
            when execution_percent is null then 'rate_blank'
            when not is_right and not is_confirmed then 'figure_unconfirmed'
            else 'compared'
        end as reason_code,
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

-- P05: the score for the execution rate is its share of the weight, and never more than the weight.
-- The weight is the printed one, else what the indicators leave of 100. Other scales are lawful: a notice.
with projects as (

    select
        *,
        coalesce(execution_weight, case when are_indicators_confirmed and blank_weights = 0 then 100 - weight_sum else 10 end) as own_weight
    from {{ ref('int_performance_projects') }}

),

measured as (

    select
        *,
        cast(own_weight * least(execution_percent, 100) * cast(0.01 as decimal(3, 2)) as decimal(38, 4)) as expected,
        -- Half a unit of the score's last decimal, and what the rounding of the rate does to it.
        case
            when execution_score = floor(execution_score) then cast(0.5 as decimal(6, 4))
            when execution_score * 10 = floor(execution_score * 10) then cast(0.05 as decimal(6, 4))
            else cast(0.005 as decimal(6, 4))
        end
        + own_weight * {{ half_digit('coalesce(execution_decimals, 0) + 2') }} as allowed
    from projects

),

final as (

    select
        document_id,
        'P05' as rule_id,
        project_key as subject,
        project_name as subject_zh,
        unnest(case
            when execution_score is null then {{ ruling('no_data', 'score_blank') }}
            when execution_percent is null then {{ ruling('no_data', 'rate_blank') }}
            when abs(execution_score - expected) <= allowed then {{ ruling('pass') }}
            when not is_head_confirmed then {{ ruling('no_data', 'figure_unconfirmed') }}
            else {{ ruling('fail') }}
        end),
        execution_score as left_amount,
        cast(expected as decimal(38, 2)) as right_amount,
        cast(execution_score as decimal(28, 2)) - cast(expected as decimal(38, 2)) as difference,
        try_cast(allowed as decimal(18, 4)) as tolerance,
        '分' as unit,
        'jx01' as table_code,
        page,
        funds_locator as source_locator,
        to_json([{{ evidence_item("'left'", "'jx01'", "cast(cast(execution_score as decimal(18, 2)) as varchar)", page='page', source_locator='funds_locator', row_key="project_key || '.funds_total'", column_code="'score'", printed_label='project_name') }}]) as evidence
    from measured

)

select * from final
union all by name
{{ without_forms('P05') }}

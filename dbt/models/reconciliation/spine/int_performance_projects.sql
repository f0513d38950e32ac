-- One row per self-evaluated project: its total, its funds, and what its indicators add up to.
with facts as (

    select * from {{ ref('fct_performance_cells') }}

),

projects as (

    select * from facts where row_role = 'total'

),

funds as (

    select * from facts where split_part(row_key, '.', 2) = 'funds_total'

),

indicators as (

    select
        document_id,
        project_key,
        count(*) as indicators,
        cast(sum(weight) as decimal(28, 4)) as weight_sum,
        cast(sum(score) as decimal(28, 4)) as score_sum,
        count(*) filter (where weight is null) as blank_weights,
        count(*) filter (where score is null) as blank_scores,
        -- 7.61 may have been rounded, 8 was not.
        count(*) filter (where score <> floor(score)) as rounded_scores,
        bool_and(is_confirmed) as is_confirmed
    from facts
    where row_role = 'item'
    group by document_id, project_key

),

final as (

    select
        projects.document_id,
        projects.project_key,
        projects.printed_label as project_name,
        projects.score as total_score,
        projects.weight as total_weight,
        nullif(projects.grade, '') as grade,
        funds.budgeted,
        funds.full_year_budget,
        funds.executed,
        funds.carried_over,
        funds.execution_percent,
        funds.execution_decimals,
        funds.weight as execution_weight,
        funds.score as execution_score,
        funds.printed_unit,
        coalesce(funds.half_unit, 0) as half_unit,
        coalesce(indicators.indicators, 0) as indicators,
        indicators.weight_sum,
        indicators.score_sum,
        coalesce(indicators.blank_weights, 0) as blank_weights,
        coalesce(indicators.blank_scores, 0) as blank_scores,
        coalesce(indicators.rounded_scores, 0) as rounded_scores,
        projects.is_confirmed and coalesce(funds.is_confirmed, true) as is_head_confirmed,
        coalesce(indicators.is_confirmed, true) as are_indicators_confirmed,
        coalesce(projects.page, funds.page) as page,
        projects.source_locator,
        funds.source_locator as funds_locator
    from projects
    -- A miss is a form whose funds, or whose indicators, were not read.
    left join funds
        on projects.document_id = funds.document_id
        and projects.project_key = funds.project_key
    left join indicators
        on projects.document_id = indicators.document_id
        and projects.project_key = indicators.project_key

)

select * from final

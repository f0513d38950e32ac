-- Every verdict of every rule, however the rule is written: linear ones from the engine, the others one model each.
-- A view: both are written down, and whoever reads all of them reads once.
{{ config(materialized='view') }}

with verdicts as (

    select * from {{ ref('int_told_verdicts') }}
    union all by name
    select * from {{ ref('int_rule_linear_verdicts') }}

),

rules as (

    select rule_id, severity as severity_of_rule from {{ ref('rule_catalog') }}

),

final as (

    select
        verdicts.* replace (
            case verdicts.status
                when 'fail' then coalesce(verdicts.severity, rules.severity_of_rule)
                when 'rounding' then 'notice'
            end as severity,
            -- Rules calculate in as many digits as they need; what is published has eighteen.
            try_cast(verdicts.left_amount as decimal(18, 2)) as left_amount,
            try_cast(verdicts.right_amount as decimal(18, 2)) as right_amount,
            try_cast(verdicts.difference as decimal(18, 2)) as difference,
            try_cast(verdicts.tolerance as decimal(18, 4)) as tolerance
        )
    from verdicts
    -- A miss is a verdict of no rule, which gate 2 sees.
    left join rules on verdicts.rule_id = rules.rule_id

)

select * from final

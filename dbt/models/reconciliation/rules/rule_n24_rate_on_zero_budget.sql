-- N24: a budget of zero has no execution rate. A rate of 0 %, or any rate where nothing was spent, is a habit (notice);
-- any other belongs to another budget.
with percents as (

    {{ percents_of_rule('N24') }}

),

claims as (

    select * from {{ ref('int_claim_percents') }} where claim_kind = 'execution_rate'

),

budgets as (

    select * from {{ ref('fct_claims') }} where metric = 'budget' and claim_kind = 'amount' and check_value > 0

),

-- Which other budget of the same subject the rate would be right for.
meant as (

    select
        claims.document_id,
        claims.claim_key,
        min_by(budgets.base || budgets.printed_text || budgets.value_unit, budgets.claim_no) as budget_text
    from claims
    inner join budgets
        on claims.document_id = budgets.document_id
        and claims.topic = budgets.topic
        and claims.subject = budgets.subject
    where {{ percent_status('claims.numerator_value', 'claims.numerator_half', 'budgets.check_value', 'budgets.half_unit', 'claims.percent_value', 'claims.printed_decimals') }} = 'pass'
    group by claims.document_id, claims.claim_key

),

final as (

    select
        percents.document_id,
        'N24' as rule_id,
        percents.subject,
        percents.subject_zh,
        unnest(case
            when percents.base_value is null then {{ ruling('no_data', 'denominator_not_stated') }}
            when percents.base_value = 0 then {{ ruling('fail') }}
            else {{ ruling('pass') }}
        end),
        if(percents.percent_value = 0 or percents.numerator_value = 0, 'notice', null) as severity,
        percents.page,
        percents.source_locator,
        percents.printed_text,
        percents.denominator_zh || if(percents.is_denominator_blank, '为空(未填列)', '为零')
        || ',却写完成 ' || percents.printed_text
        || coalesce('。按' || meant.budget_text || '计算则相符', '') as detail_zh,
        if(percents.percent_value = 0 or percents.numerator_value = 0, 'zero_rate_on_zero_budget', null) as cause_key,
        percents.evidence
    from percents
    left join meant
        on percents.document_id = meant.document_id
        and percents.subject = meant.claim_key

)

select * from final

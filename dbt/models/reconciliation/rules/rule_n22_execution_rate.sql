-- N22: an execution rate is the final amount over the budget it names. A factor of ten thousand between the two is named:
-- somebody wrote 万元 behind a figure in 元.
with claims as (

    select * from {{ ref('int_claim_percents') }} where claim_kind = 'execution_rate'

),

budgets as (

    select * from {{ ref('fct_claims') }} where metric = 'budget' and claim_kind = 'amount'

),

-- 完成预算的 without a word for which budget is right when it follows from any that the text gives.
of_any_budget as (

    select distinct claims.document_id, claims.claim_key
    from claims
    inner join budgets
        on claims.document_id = budgets.document_id
        and claims.topic = budgets.topic
        and claims.subject = budgets.subject
    where coalesce(claims.base, '') in ('', '预算')
      and {{ percent_status('claims.numerator_value', 'claims.numerator_half', 'budgets.check_value', 'budgets.half_unit', 'claims.percent_value', 'claims.printed_decimals') }} = 'pass'

),

percents as (

    select
        percents.* replace (
            if(of_any_budget.claim_key is null, percents.status, 'pass') as status,
            if(of_any_budget.claim_key is null, percents.subtype, null) as subtype,
            if(of_any_budget.claim_key is null, percents.severity, null) as severity,
            if(of_any_budget.claim_key is null or percents.status = 'pass', percents.right_amount, percents.left_amount) as right_amount,
            if(of_any_budget.claim_key is null or percents.status = 'pass', percents.difference, 0) as difference
        )
    from {{ ref('int_claim_percent_verdicts') }} as percents
    inner join {{ ref('int_claim_subjects') }} as subjects
        on percents.document_id = subjects.document_id
        and percents.subject = subjects.claim_key
        and subjects.rule_id = 'N22'
    left join of_any_budget
        on percents.document_id = of_any_budget.document_id
        and percents.subject = of_any_budget.claim_key

),

slipped as (

    select
        *,
        {{ percent_status('numerator_value * cast(0.0001 as decimal(5, 4))', 'numerator_half', 'base_value', 'base_half', 'percent_value', 'printed_decimals') }} as numerator_too_large,
        {{ percent_status('numerator_value * 10000', 'numerator_half', 'base_value', 'base_half', 'percent_value', 'printed_decimals') }} as numerator_too_small
    from percents

),

final as (

    select
        document_id,
        'N22' as rule_id,
        subject,
        subject_zh,
        status,
        case
            when status = 'fail' and (numerator_too_large = 'pass' or numerator_too_small = 'pass') then 'unit_slip'
            else subtype
        end as subtype,
        reason_code,
        severity,
        left_amount,
        right_amount,
        difference,
        unit,
        page,
        source_locator,
        printed_text,
        detail_zh
        || if(
            status = 'fail' and (numerator_too_large = 'pass' or numerator_too_small = 'pass'),
            '。金额差一万倍则相符,疑为单位“元”“万元”写错', ''
        ) as detail_zh,
        -- A slip of the unit is one cause, whichever rule stumbles over it.
        if(
            status = 'fail' and (numerator_too_large = 'pass' or numerator_too_small = 'pass'), 'unit_slip|' || claim_subject, null
        ) as cause_key,
        evidence
    from slipped

)

select * from final

-- N21: a growth rate is the change over the year before, which is this year less the change.
with percents as (

    select * from {{ ref('int_claim_percent_verdicts') }} where claim_kind = 'change_percent'

),

final as (

    select
        document_id,
        'N21' as rule_id,
        subject,
        subject_zh,
        status,
        subtype,
        reason_code,
        severity,
        left_amount,
        right_amount,
        difference,
        unit,
        page,
        source_locator,
        printed_text,
        detail_zh,
        evidence
    from percents

)

select * from final

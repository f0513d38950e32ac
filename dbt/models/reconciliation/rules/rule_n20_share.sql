-- N20: a share is the stated part of the stated whole, within what rounding allows.
with percents as (

    select * from {{ ref('int_claim_percent_verdicts') }} where claim_kind = 'share'

),

final as (

    select
        document_id,
        'N20' as rule_id,
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

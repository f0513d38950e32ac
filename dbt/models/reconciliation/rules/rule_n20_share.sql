-- N20: a share is the stated part of the stated whole, within what rounding allows.
with percents as (

    select percents.*
    from {{ ref('int_claim_percent_verdicts') }} as percents
    inner join {{ ref('int_claim_subjects') }} as subjects
        on percents.document_id = subjects.document_id
        and percents.subject = subjects.claim_key
        and subjects.rule_id = 'N20'

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

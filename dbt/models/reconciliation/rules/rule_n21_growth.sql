-- N21: a growth rate is the change over the year before, which is this year less the change.
with percents as (

    select percents.*
    from {{ ref('int_claim_percent_verdicts') }} as percents
    inner join {{ ref('int_claim_subjects') }} as subjects
        on percents.document_id = subjects.document_id
        and percents.subject = subjects.claim_key
        and subjects.rule_id = 'N21'

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

with verdicts as (

    select * from {{ ref('rule_verdicts') }}

),

final as (

    select
        check_id,
        document_id,
        fiscal_year,
        rule_id,
        subject,
        subject_zh,
        relation,
        status,
        subtype,
        reason_code,
        severity,
        left_amount,
        right_amount,
        difference,
        tolerance,
        unit,
        table_code,
        page,
        cast(evidence as varchar) as evidence,
        root_cause_id,
        message_zh
    from verdicts

)

select * from final

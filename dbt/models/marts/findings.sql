with final as (

    select
        finding_id,
        disclosure_id,
        document_id,
        fiscal_year,
        rule_id,
        subject,
        subject_zh,
        state,
        severity,
        status,
        subtype,
        title_zh,
        left_amount,
        right_amount,
        difference,
        unit,
        table_code,
        row_no,
        column_code,
        printed_label,
        printed_text,
        page,
        source_locator,
        root_cause_id,
        verdicts_of_cause,
        message_zh,
        next_step_zh,
        cannot_tell_zh,
        waived_by,
        cast(evidence as varchar) as evidence
    from {{ ref('fct_findings') }}

)

select * from final

with documents as (

    select
        document_id,
        {{ organization_columns('documents') }}
    from {{ ref('dim_document') }} as documents

),

final as (

    select
        finding_id,
        disclosure_id,
        document_id,
        fiscal_year,
        organization_id,
        organization_name,
        region_code,
        scope,
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
        printed_unit,
        left_text,
        right_text,
        difference_text,
        table_code,
        table_zh,
        row_no,
        column_code,
        printed_label,
        printed_text,
        page,
        source_locator,
        root_cause_id,
        verdicts_of_cause,
        items,
        message_zh,
        next_step_zh,
        certainty_zh,
        cannot_tell_zh,
        waived_by,
        cast(evidence as varchar) as evidence
    from {{ ref('fct_findings') }}
    inner join documents using (document_id)

)

select * from final

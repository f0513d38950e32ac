with verdicts as (

    select * from {{ ref('rule_verdicts') }}

),

documents as (

    select
        document_id,
        disclosure_id,
        {{ organization_columns('documents') }}
    from {{ ref('dim_document') }} as documents

),

final as (

    select
        check_id,
        document_id,
        disclosure_id,
        fiscal_year,
        organization_id,
        organization_name,
        region_code,
        scope,
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
        printed_unit,
        left_text,
        right_text,
        difference_text,
        table_code,
        table_zh,
        page,
        cast(evidence as varchar) as evidence,
        root_cause_id,
        message_zh
    from verdicts
    inner join documents using (document_id)

)

select * from final

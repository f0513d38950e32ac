-- What rules that are models can be about: one row per document × grain × subject (× rule, where only one rule is
-- about it). Built from what is printed, before any rule looks at it, so that a rule which forgets a subject is seen.
with documents as (

    select * from {{ ref('dim_document') }} where is_loaded and kind = 'final_accounts'

),

document_tables as (

    select * from {{ ref('fct_document_tables') }}

),

final as (

    select document_id, 'document' as subject_grain, 'document' as subject, cast(null as varchar) as rule_id
    from documents
    union all
    select document_id, 'table', table_code, null
    from document_tables
    where is_required

)

select * from final

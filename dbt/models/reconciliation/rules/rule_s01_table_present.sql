-- S01: every table that the form requires is in the document.
-- A missing table is one finding here; the rules that need it say no_data and stay quiet.
-- Valid for every year that the layouts cover.
with document_tables as (

    select * from {{ ref('fct_document_tables') }} where is_required

),

final as (

    select
        document_id,
        'S01' as rule_id,
        table_code as subject,
        case when presence = 'missing' then 'fail' else 'pass' end as status,
        cast(null as varchar) as subtype,
        'presence_' || presence as reason_code,
        page_first as page
    from document_tables

)

select * from final

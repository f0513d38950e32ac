with headings as (

    select * from {{ ref('fct_headings') }}

),

documents as (

    select * from {{ ref('dim_document') }}

),

final as (

    select
        {{ disclosure_columns('documents') }},
        headings.heading_no,
        headings.heading_kind,
        headings.heading_level,
        headings.section_code,
        headings.table_code,
        headings.printed_text,
        headings.page,
        headings.source_locator
    from headings
    inner join documents on headings.document_id = documents.document_id

)

select * from final

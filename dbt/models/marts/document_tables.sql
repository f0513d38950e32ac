with documents as (

    select * from {{ ref('dim_document') }}

),

document_tables as (

    select * from {{ ref('fct_document_tables') }}

),

gate as (

    select * from {{ ref('table_gate') }}

),

final as (

    select
        {{ disclosure_columns('documents') }},
        document_tables.table_code,
        document_tables.printed_number,
        document_tables.title,
        document_tables.table_zh,
        document_tables.printed_unit,
        document_tables.variant,
        document_tables.table_kind,
        document_tables.is_required,
        document_tables.requirement_standing,
        document_tables.requirement_source_zh,
        document_tables.presence,
        document_tables.read_status,
        document_tables.readings_agree,
        document_tables.identities_hold,
        document_tables.reading_note,
        gate.is_withheld,
        document_tables.statement,
        document_tables.page_first,
        document_tables.page_last,
        document_tables.source_locator
    from document_tables
    inner join documents on document_tables.document_id = documents.document_id
    inner join gate
        on document_tables.document_id = gate.document_id
        and document_tables.table_code = gate.table_code

)

select * from final

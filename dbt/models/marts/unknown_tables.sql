with unknown_tables as (

    select * from {{ ref('fct_unknown_tables') }}

),

documents as (

    select * from {{ ref('dim_document') }}

),

words as (

    select * from {{ ref('words') }} where vocabulary = 'unknown_table'

),

final as (

    select
        {{ disclosure_columns('documents') }},
        unknown_tables.unknown_no,
        unknown_tables.title,
        unknown_tables.unknown_state,
        words.label_zh as unknown_state_zh,
        unknown_tables.reason_zh,
        unknown_tables.table_code,
        unknown_tables.figures,
        unknown_tables.heads,
        unknown_tables.page_first,
        unknown_tables.page_last,
        unknown_tables.source_locator
    from unknown_tables
    inner join documents on unknown_tables.document_id = documents.document_id
    -- A miss is a state that nobody gave a word.
    left join words on unknown_tables.unknown_state = words.code

)

select * from final

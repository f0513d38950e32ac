with source as (

    select * from {{ source('raw', 'unknown_tables') }}

),

renamed as (

    select
        document_id,
        unknown_no,
        title,
        state as unknown_state,
        reason_zh,
        table_code,
        figures,
        heads,
        page_first,
        page_last,
        source_locator
    from source

)

select * from renamed

with source as (

    select * from {{ source('raw', 'headings') }}

),

renamed as (

    select
        document_id,
        heading_no,
        heading_kind,
        level as heading_level,
        section_code,
        table_code,
        printed_text,
        page,
        source_locator,
        {{ text_read_status() }} as read_status
    from source

)

select * from renamed

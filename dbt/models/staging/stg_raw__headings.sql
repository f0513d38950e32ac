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
        source_locator
    from source

)

select * from renamed

with source as (

    select * from {{ source('raw', 'document_tables') }}

),

renamed as (

    select
        -- ids
        document_id,
        table_code,
        -- as printed
        printed_number,
        title,
        unit as printed_unit,
        statement,
        -- how it was read
        variant,
        presence,
        read_status,
        readings_agree,
        identities_hold,
        reading_note,
        -- provenance
        page_first,
        page_last,
        source_locator
    from source

)

select * from renamed

with source as (

    select * from {{ source('raw', 'statements') }}

),

renamed as (

    select
        -- ids
        document_id,
        statement_no,
        -- what is said
        statement_kind,
        topic,
        subject,
        account_code,
        other_account_code,
        direction,
        base,
        printed_text,
        text_key,
        -- provenance
        section,
        page,
        source_locator,
        {{ text_read_status() }} as read_status,
        excerpt
    from source

)

select * from renamed

with source as (

    select * from {{ source('raw', 'claims') }}

),

renamed as (

    select
        -- ids
        document_id,
        claim_no,
        -- what is claimed
        claim_kind,
        topic,
        metric,
        subject,
        account_code,
        direction,
        base,
        -- value
        printed_text,
        value_numeric,
        value_unit,
        -- provenance
        section,
        page,
        source_locator,
        {{ text_read_status() }} as read_status,
        excerpt
    from source

)

select * from renamed

with source as (

    select * from {{ source('raw', 'cells') }}

),

renamed as (

    select
        -- ids
        document_id,
        table_code,
        row_no,
        column_code,
        -- row
        row_key,
        row_role,
        account_code,
        printed_line_no,
        printed_code,
        printed_label,
        -- value, as printed and normalised
        printed_text,
        cell_state,
        value_kind,
        value_numeric,
        value_unit,
        amount_yuan,
        printed_unit,
        printed_decimals,
        -- provenance
        page,
        bbox,
        source_locator,
        {{ is_from_pixels() }} as is_from_pixels,
        read_status,
        confidence,
        printed_header
    from source

)

select * from renamed

with headings as (

    select * from {{ ref('stg_raw__headings') }}

),

final as (

    select
        document_id,
        heading_no,
        heading_kind,
        heading_level,
        section_code,
        table_code,
        printed_text,
        page,
        source_locator
    from headings

)

select * from final

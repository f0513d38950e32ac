-- One row per table that is printed in a loaded document and was not understood.
with unknown_tables as (

    select * from {{ ref('stg_raw__unknown_tables') }}

),

final as (

    select
        document_id,
        unknown_no,
        title,
        unknown_state,
        {{ places_zh('reason_zh') }} as reason_zh,
        table_code,
        figures,
        heads,
        page_first,
        page_last,
        source_locator
    from unknown_tables

)

select * from final

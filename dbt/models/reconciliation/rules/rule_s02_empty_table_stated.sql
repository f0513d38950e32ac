-- S02: a table without any figure carries a sentence that says so.
-- A table that could not be read, or not for certain, may well hold figures or the sentence: no_data.
-- Valid for every year that the layouts cover.
with document_tables as (

    select * from {{ ref('fct_document_tables') }} where is_required

),

final as (

    select
        document_id,
        'S02' as rule_id,
        table_code as subject,
        case
            when table_state in ('missing', 'not_read') then 'no_data'
            when presence = 'empty_unstated' and table_state = 'unconfirmed' then 'no_data'
            when presence = 'empty_unstated' then 'fail'
            else 'pass'
        end as status,
        cast(null as varchar) as subtype,
        case
            when table_state in ('missing', 'not_read') or (presence = 'empty_unstated' and table_state = 'unconfirmed')
                then 'table_' || table_state
            else 'presence_' || presence
        end as reason_code,
        page_first as page
    from document_tables

)

select * from final

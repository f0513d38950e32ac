-- S02: a table without any figure carries a sentence that says so.
-- A table that could not be read, or not for certain, may well hold figures or the sentence: no_data.
-- Valid for every year that the layouts cover.
with document_tables as (

    select * from {{ ref('fct_document_tables') }} where is_required

),

requirement as (

    select code, label_zh from {{ ref('words') }} where vocabulary = 'standing'

),

final as (

    select
        document_id,
        'S02' as rule_id,
        table_code as subject,
        unnest(case
            when table_state in ('missing', 'not_read') then {{ ruling('no_data', because="'table_' || table_state") }}
            when presence = 'empty_unstated' and table_state = 'unconfirmed' then {{ ruling('no_data', 'table_unconfirmed') }}
            when presence = 'empty_unstated' then {{ ruling('fail', because="'presence_' || presence") }}
            else {{ ruling('pass', because="'presence_' || presence") }}
        end),
        if(requirement_standing = 'assumed', 'notice', null) as severity,
        requirement.label_zh || ':' || requirement_source_zh as detail_zh,
        page_first as page
    from document_tables
    left join requirement on document_tables.requirement_standing = requirement.code

)

select * from final

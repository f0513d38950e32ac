-- S01: every table that the form requires is in the document.
-- Which those are, and on what ground, form_tables says: a warning where the requirement was seen or published, a notice
-- that says so where it is assumed, nothing where the form is unknown. A table that may be among those nobody recognised,
-- or on a page that was not read, is not missing: no_data.
-- A missing table is one finding here; the rules that need it say no_data and stay quiet.
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
        'S01' as rule_id,
        table_code as subject,
        unnest(case
            when table_state = 'missing' then {{ ruling('fail', because="'presence_' || presence") }}
            when table_state = 'not_read' then {{ ruling('no_data', 'table_not_read') }}
            else {{ ruling('pass', because="'presence_' || presence") }}
        end),
        if(requirement_standing = 'assumed', 'notice', null) as severity,
        requirement.label_zh || ':' || requirement_source_zh as detail_zh,
        page_first as page
    from document_tables
    left join requirement on document_tables.requirement_standing = requirement.code

)

select * from final

-- S01: every table that the form requires is in the document.
-- Which those are, of a form that is only guessed and of units that publish fewer tables, fct_document_tables says. A
-- table that may be among those nobody recognised, or on a page that was not read, is not missing: no_data.
-- A missing table is one finding here; the rules that need it say no_data and stay quiet.
-- Valid for every year that the layouts cover.
with document_tables as (

    select * from {{ ref('fct_document_tables') }} where is_required

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
        cast(null as varchar) as subtype,
        page_first as page
    from document_tables

)

select * from final

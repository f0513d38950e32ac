-- S09: all tables of a document are printed in one unit.
-- Mixed units are lawful and read correctly, but readers compare tables: a hint. A table without any unit, or with two,
-- never gets here: gate 1 keeps the document back. Self-evaluation forms are in 万元 everywhere and are left out.
with documents as (

    select document_id from {{ ref('dim_judged_document') }}

),

units as (

    select
        document_id,
        printed_unit,
        count(*) as tables,
        string_agg(table_zh, '、' order by table_code) as tables_zh,
        {{ at_first(['table_code', 'page_first as page', 'source_locator'], 'table_code') }}
    from {{ ref('fct_document_tables') }}
    where presence = 'data' and printed_unit is not null and starts_with(table_code, 'gk')
    group by document_id, printed_unit

),

-- The rarer unit is where to look.
listed as (

    select
        document_id,
        count(*) as units,
        string_agg(printed_unit || ':' || tables_zh, ';' order by tables, printed_unit) as detail_zh,
        {{ at_first(['printed_unit as printed_text', 'table_code', 'page', 'source_locator'], '(tables, printed_unit)') }}
    from units
    group by document_id

),

final as (

    select
        documents.document_id,
        'S09' as rule_id,
        'document' as subject,
        unnest(case
            when listed.units is null then {{ ruling('no_data', 'no_table_read') }}
            when listed.units = 1 then {{ ruling('pass') }}
            else {{ ruling('fail') }}
        end),
        listed.* exclude (document_id, units)
    from documents
    -- A miss is a document without a table that has figures.
    left join listed on documents.document_id = listed.document_id

)

select * from final

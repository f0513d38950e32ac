-- I54: a column printed under one of the form's as part of it (捐赠收入 under 其他收入) is no larger, row by row.
-- Which of the columns that departments add are parts, other_columns.csv says. One verdict for a document.
with cells as (

    select * from {{ ref('fct_cells') }}

),

parts as (

    select
        cells.*,
        words.meaning_zh,
        regexp_replace(cells.column_code, '_' || words.column_word || '$', '') as whole_column
    from cells
    inner join {{ ref('other_columns') }} as words on ends_with(cells.column_code, '_' || words.column_word)
    where words.is_part

),

compared as (

    select
        parts.*,
        wholes.printed_text as whole_text,
        tables.table_zh,
        tables.table_state = 'confirmed' as is_confirmed,
        -- A blank is nothing in a sum of parts.
        coalesce(parts.check_value, 0) - coalesce(wholes.check_value, 0) > parts.half_unit + coalesce(wholes.half_unit, 0) as is_wrong
    from parts
    inner join cells as wholes
        on parts.document_id = wholes.document_id
        and parts.table_code = wholes.table_code
        and parts.row_no = wholes.row_no
        and parts.whole_column = wholes.column_code
    inner join {{ ref('fct_document_tables') }} as tables
        on parts.document_id = tables.document_id
        and parts.table_code = tables.table_code
    where parts.check_value is not null

),

gathered as (

    select
        document_id,
        count(*) filter (where is_wrong) as wrongs,
        count(*) filter (where is_wrong and is_confirmed) as confirmed_wrongs,
        string_agg(
            table_zh || ' ' || coalesce(account_code || ' ', '') || printed_label || ' '
            || coalesce(nullif(array_to_string(list_slice(string_split(printed_header, '>'), -1, -1), ''), ''), meaning_zh)
            || ' 印为 ' || printed_text || ',所属栏印为 ' || if(coalesce(whole_text, '') = '', '空(未填列)', whole_text),
            ';' order by table_code, row_no, column_code
        ) filter (where is_wrong and is_confirmed) as detail_zh,
        {{ at_first(['printed_text', 'table_code', 'page', 'source_locator'], '(table_code, row_no, column_code)', 'is_wrong and is_confirmed') }},
        to_json(coalesce(list({{ cell_item("'left'") }} order by table_code, row_no, column_code) filter (where is_wrong), [])) as evidence
    from compared
    group by document_id

),

final as (

    select
        documents.document_id,
        'I54' as rule_id,
        'document' as subject,
        unnest(case
            when gathered.document_id is null then {{ ruling('not_applicable', 'nothing_printed') }}
            when gathered.wrongs = 0 then {{ ruling('pass') }}
            when gathered.confirmed_wrongs = 0 then {{ ruling('no_data', 'reading_unconfirmed') }}
            else {{ ruling('fail') }}
        end),
        gathered.* exclude (document_id, wrongs, confirmed_wrongs)
    from {{ ref('dim_judged_document') }} as documents
    -- A miss is a document without such a column.
    left join gathered on documents.document_id = gathered.document_id

)

select * from final

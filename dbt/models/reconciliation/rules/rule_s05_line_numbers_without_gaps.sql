-- S05: line numbers (行次) go up by one from printed row to printed row.
-- A row that only heads others prints no figure and may have a number or none; it is counted in row_no.
with numbered as (

    select
        document_id,
        table_code,
        column_code,
        row_no,
        printed_line_no,
        printed_label,
        cast(try_cast(printed_line_no as decimal(9, 2)) as integer) as line_no,
        page,
        source_locator
    from {{ ref('fct_cells') }}
    where try_cast(printed_line_no as decimal(9, 2)) is not null

),

document_tables as (

    select * from {{ ref('fct_document_tables') }} where is_required

),

steps as (

    select
        *,
        lag(line_no) over in_order as line_before,
        lag(row_no) over in_order as row_before
    from numbered
    window in_order as (partition by document_id, table_code, column_code order by row_no)

),

judged as (

    select
        document_id,
        table_code,
        count(*) filter (where line_no - line_before not between 1 and row_no - row_before) as breaks,
        min_by(printed_line_no, (row_no, column_code)) filter (where line_no - line_before not between 1 and row_no - row_before) as printed_text,
        min_by(printed_label, (row_no, column_code)) filter (where line_no - line_before not between 1 and row_no - row_before) as printed_label,
        min_by(line_before, (row_no, column_code)) filter (where line_no - line_before not between 1 and row_no - row_before) as line_before,
        min_by(page, (row_no, column_code)) filter (where line_no - line_before not between 1 and row_no - row_before) as page,
        min_by(source_locator, (row_no, column_code)) filter (where line_no - line_before not between 1 and row_no - row_before) as source_locator
    from steps
    group by document_id, table_code

),

final as (

    select
        document_tables.document_id,
        'S05' as rule_id,
        document_tables.table_code as subject,
        unnest(case
            when document_tables.table_state in ('missing', 'not_read') then {{ ruling('no_data', because="'table_' || document_tables.table_state") }}
            when judged.document_id is null then {{ ruling('not_applicable', 'no_line_numbers') }}
            when judged.breaks = 0 then {{ ruling('pass') }}
            when document_tables.table_state = 'unconfirmed' then {{ ruling('no_data', 'reading_unconfirmed') }}
            else {{ ruling('fail') }}
        end),
        judged.printed_label || ' 的行次为 ' || judged.printed_text || ',上一行为 ' || judged.line_before as detail_zh,
        judged.printed_text,
        judged.page,
        judged.source_locator
    from document_tables
    -- A miss is a table that prints no line numbers.
    left join judged
        on document_tables.document_id = judged.document_id
        and document_tables.table_code = judged.table_code

)

select * from final

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

steps as (

    select
        *,
        lag(line_no) over in_order as line_before,
        lag(row_no) over in_order as row_before
    from numbered
    window in_order as (partition by document_id, table_code, column_code order by row_no)

),

judged as (

    select *, line_no - line_before not between 1 and row_no - row_before as is_break
    from steps

),

listed as (

    select
        document_id,
        table_code,
        count(*) filter (where is_break) > 0 as is_wrong,
        {{ at_first([
            "printed_label || ' 的行次为 ' || printed_line_no || ',上一行为 ' || line_before as detail_zh",
            'printed_line_no as printed_text', 'page', 'source_locator',
        ], '(row_no, column_code)', 'is_break') }}
    from judged
    group by document_id, table_code

)

{{ table_rule('S05', nothing='no_line_numbers') }}

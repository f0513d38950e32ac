-- One row per money figure of a table that is kept as printed and lists accounts by their codes: 项目支出决算表, 支出决算明细表
-- and the like, with the printed row that it is part of. A total is the row of 合计; a code in two rows is a list of projects,
-- and nobody knows which of them are parts of which: such a table is left out.
with cells as (

    select
        cells.*,
        regexp_replace(cells.printed_label, '\s', '', 'g') as label,
        string_split(coalesce(cells.printed_header, ''), '>') as heads
    from {{ ref('fct_cells') }} as cells
    inner join {{ ref('fct_document_tables') }} as tables
        on cells.document_id = tables.document_id
        and cells.table_code = tables.table_code
    where starts_with(cells.table_code, 'other_')
      and contains(tables.title, '决算')

),

rows_printed as (

    select
        document_id,
        table_code,
        row_no,
        min(printed_code) as code,
        -- 类款项 and 合计 may stand in two cells.
        regexp_full_match(min(label), '(?:类款项)?(?:合计|总计)?|(?:本年)?支出合计')
        and (min(label) <> '' or bool_or(printed_text in ('合计', '总计'))) as is_total
    from cells
    group by document_id, table_code, row_no

),

coded as (

    select
        document_id,
        table_code,
        row_no,
        if(is_total and coalesce(code, '') = '', 'total', code) as code
    from rows_printed
    where regexp_full_match(coalesce(code, ''), '[2-5][0-9]{2}(?:[0-9]{2}){0,2}') or (is_total and coalesce(code, '') = '')

),

tables_read as (

    select document_id, table_code
    from coded
    group by document_id, table_code
    having count(*) = count(distinct code)
       and count(distinct left(code, 1)) filter (where code <> 'total') = 1
       and count(*) filter (where code <> 'total') > 1

),

listed as (

    select coded.*
    from coded
    inner join tables_read
        on coded.document_id = tables_read.document_id
        and coded.table_code = tables_read.table_code

),

parents as (

    select
        listed.document_id,
        listed.table_code,
        listed.row_no,
        listed.code,
        coalesce(max(above.code), if(listed.code = 'total', null, 'total')) as parent_code
    from listed
    left join listed as above
        on listed.document_id = above.document_id
        and listed.table_code = above.table_code
        and listed.code <> above.code
        and starts_with(listed.code, above.code)
    group by listed.document_id, listed.table_code, listed.row_no, listed.code

),

final as (

    select
        cells.document_id,
        cells.table_code,
        parents.code,
        parents.parent_code,
        cells.row_no,
        cells.row_key,
        cells.column_code,
        cells.printed_label,
        cells.printed_header,
        cells.heads,
        cells.printed_text,
        cells.printed_unit,
        cells.cell_state,
        cells.check_value,
        cells.half_unit,
        cells.cell_no,
        cells.page,
        cells.source_locator
    from cells
    inner join parents
        on cells.document_id = parents.document_id
        and cells.table_code = parents.table_code
        and cells.row_no = parents.row_no
    where cells.value_kind = 'money'
      -- What nothing heads may be somebody's workings beside the table.
      and coalesce(cells.printed_header, '') <> ''

)

select * from final

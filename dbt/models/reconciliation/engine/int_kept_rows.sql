-- One row per money figure of a table that is kept as printed and lists accounts by their codes: 项目支出决算表, 支出决算明细表
-- and the like, with the printed row that it is part of. A total is the row of 合计. A code in two rows is a list of projects,
-- and units have no codes: such a flat list is taken where nothing in it looks like a part or a sum of others, and where one of
-- its columns adds up to 合计. Else nobody knows which rows are parts of which, and the table is left out.
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
        min(label) as label,
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

-- Lists without levels: units by name, or projects of items (7 digits), below or above one 合计.
flat_tables as (

    select rows_printed.document_id, rows_printed.table_code
    from rows_printed
    anti join tables_read
        on rows_printed.document_id = tables_read.document_id
        and rows_printed.table_code = tables_read.table_code
    group by rows_printed.document_id, rows_printed.table_code
    having count(*) filter (where is_total) = 1
       and count(*) filter (where not is_total) > 1
       and bool_and(is_total or label <> '')
       and not bool_or(not is_total and regexp_matches(label, '小计|合计|总计|其中|^注|^[一二三四五六七八九十]{1,3}[、.．]|^[（(][一二三四五六七八九十]|[:：]$'))
       and (
           bool_and(is_total or regexp_full_match(coalesce(code, ''), '[2-5][0-9]{6}'))
           -- Names of units, each once.
           or (
               bool_and(coalesce(code, '') = '')
               and bool_and(is_total or regexp_matches(label, '局|委|办|厅|院|所|站|中心|校|队|馆|部|会|社|处|园|本级|机关|单位|政府|大学|学院|公司|场|总站|支队|基地|团'))
               and count(*) = count(distinct label)
           )
       )

),

flat as (

    select
        rows_printed.document_id,
        rows_printed.table_code,
        rows_printed.row_no,
        if(rows_printed.is_total, 'total', 'row:' || rows_printed.row_no) as code,
        if(rows_printed.is_total, null, 'total') as parent_code
    from rows_printed
    inner join flat_tables
        on rows_printed.document_id = flat_tables.document_id
        and rows_printed.table_code = flat_tables.table_code

),

-- Where no column adds up, the list has levels that nothing shows.
vouched as (

    select document_id, table_code
    from (
        select
            cells.document_id,
            cells.table_code,
            cells.column_code,
            sum(cells.check_value) filter (where flat.code = 'total') as whole,
            sum(cells.check_value) filter (where flat.code <> 'total') as parts,
            sum(cells.half_unit) as half_units,
            count(*) filter (where flat.code <> 'total' and cells.check_value <> 0) as filled
        from cells
        inner join flat
            on cells.document_id = flat.document_id
            and cells.table_code = flat.table_code
            and cells.row_no = flat.row_no
        where cells.value_kind = 'money'
        group by cells.document_id, cells.table_code, cells.column_code
    )
    group by document_id, table_code
    having bool_or(filled > 1 and abs(whole - parts) <= half_units)

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
    union all
    select flat.document_id, flat.table_code, flat.row_no, flat.code, flat.parent_code
    from flat
    inner join vouched
        on flat.document_id = vouched.document_id
        and flat.table_code = vouched.table_code

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

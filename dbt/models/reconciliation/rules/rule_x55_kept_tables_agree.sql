-- X55: what a table that is kept as printed says of an account agrees with the form's table of the same money: which, and
-- how, kept_table_references.csv says. Its first column of money is compared, where the head says that it is the whole, or
-- the one column that is headed as the reference says.
with kept as (

    select
        *,
        min(column_code) over (partition by document_id, table_code) = column_code as is_first
    from {{ ref('int_kept_rows') }}

),

own_tables as (

    select tables.document_id, tables.table_code, tables.title
    from {{ ref('fct_document_tables') }} as tables
    inner join {{ ref('dim_document') }} as documents on tables.document_id = documents.document_id
    where starts_with(tables.table_code, 'other_')
      -- A table of another year may be printed beside that of this one.
      and coalesce(nullif(regexp_extract(tables.title, '((?:19|20)[0-9]{2})年', 1), ''), documents.fiscal_year::varchar) = documents.fiscal_year::varchar

),

-- Titles are the same in many documents: patterns are tried on each of them once.
meanings as (

    select
        kinds.title,
        refs.reference_no,
        refs.head_pattern,
        refs.relation,
        refs.table_code,
        refs.column_code,
        unnest(string_split(refs.code_kinds, '|')) as code_kind
    from (select distinct title from own_tables) as kinds
    inner join {{ ref('kept_table_references') }} as refs on regexp_matches(kinds.title, refs.title_pattern)

),

headed as (

    select kept.document_id, kept.table_code, refs.reference_no, min(kept.column_code) as column_code
    from (select distinct document_id, table_code, column_code, printed_header from kept) as kept
    inner join own_tables
        on kept.document_id = own_tables.document_id
        and kept.table_code = own_tables.table_code
    inner join (select distinct title, reference_no, head_pattern from meanings) as refs
        on own_tables.title = refs.title
        and regexp_full_match(kept.printed_header, refs.head_pattern)
    group by kept.document_id, kept.table_code, refs.reference_no
    having count(distinct kept.column_code) = 1

),

compared as (

    select
        kept.* exclude (is_first),
        cells.check_value as right_amount,
        kept.check_value - cells.check_value as difference,
        kept.half_unit + cells.half_unit as tolerance,
        {{ excess('difference', 'refs.relation') }} > tolerance and others.table_state = 'confirmed' as is_wrong,
        if(kept.code = 'total', '合计', kept.code || ' ' || kept.printed_label) || ' 印为 ' || kept.printed_text || ','
        || if(refs.relation = '=', '', '小于') || others.table_zh || if(refs.relation = '=', '印为 ', '的 ') || cells.printed_text as said_zh,
        [{{ cell_item("'left'", 'kept') }}, {{ cell_item("'right'", 'cells') }}] as items
    from kept
    inner join own_tables
        on kept.document_id = own_tables.document_id
        and kept.table_code = own_tables.table_code
    inner join meanings as refs
        on own_tables.title = refs.title
        and if(kept.code = 'total', 'total', left(kept.code, 1)) = refs.code_kind
    inner join {{ ref('fct_cells') }} as cells
        on kept.document_id = cells.document_id
        and refs.table_code = cells.table_code
        and refs.column_code = cells.column_code
        and kept.code = cells.row_key
    inner join {{ ref('fct_document_tables') }} as others
        on kept.document_id = others.document_id
        and refs.table_code = others.table_code
    -- A miss is a reference to the first column.
    left join headed
        on kept.document_id = headed.document_id
        and kept.table_code = headed.table_code
        and refs.reference_no = headed.reference_no
    where if(refs.head_pattern is null, kept.is_first, kept.column_code = headed.column_code)
      and kept.cell_state = 'value'
      and cells.cell_state = 'value'
      and not cells.is_repeated
      and (refs.head_pattern is not null or regexp_full_match(kept.heads[-1], '合计|小计|金额|决算数|项目支出|支出'))

),

final as (

    {{ kept_table_rule('X55') }}

)

select * from final

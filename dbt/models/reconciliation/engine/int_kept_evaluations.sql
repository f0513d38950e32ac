-- One row per figure of a self-evaluation that is kept as printed, a row for each project or for each indicator: which figure
-- its head says that it is (kept_evaluation_heads.csv), and its number. A cell of two figures under a head of two (得分/分值 over
-- 18/20) is both of them; below a row of heads inside a table (分值 and 得分 of the indicators, below those of the money) those
-- hold; a row that has two of one kind (年初预算, 全年预算) has none.
with cells as (

    select
        cells.*,
        {{ plain_project('cells.printed_label') }} as label,
        {{ own_head('cells.printed_header') }} as full_head
    from {{ ref('fct_cells') }} as cells
    inner join {{ ref('fct_document_tables') }} as tables
        on cells.document_id = tables.document_id
        and cells.table_code = tables.table_code
    where starts_with(cells.table_code, 'other_')
      and tables.table_state = 'confirmed'
      and regexp_matches(tables.title, '自评|绩效评价')
      and not contains(tables.title, '购买服务')

),

inner_heads as (

    select document_id, table_code, row_no, column_code, regexp_replace(printed_text, '\s', '', 'g') as inner_head
    from cells
    where value_kind = 'text'
      and cell_state = 'value'
    qualify bool_or(regexp_full_match(inner_head, '(?:指标)?(?:分值|权重|满分)(?:[（(]分[）)])?')) over (partition by document_id, table_code, row_no)
       and bool_or(regexp_full_match(inner_head, '(?:自评|评价|指标)?得分(?:[（(]分[）)])?')) over (partition by document_id, table_code, row_no)

),

headed as (

    select cells.* exclude (full_head), coalesce(inner_heads.inner_head, cells.full_head) as full_head
    from cells
    -- A miss is a cell whose column has no head but that of the table.
    asof left join inner_heads
        on cells.document_id = inner_heads.document_id
        and cells.table_code = inner_heads.table_code
        and cells.column_code = inner_heads.column_code
        and cells.row_no > inner_heads.row_no

),

halved as (

    select *, full_head as head, printed_text as own_text
    from headed
    union all
    select
        headed.*,
        string_split(replace(headed.full_head, '／', '/'), '/')[halves.half] as head,
        string_split(replace(headed.printed_text, '／', '/'), '/')[halves.half] as own_text
    from headed
    cross join (values (1), (2)) as halves (half)
    where regexp_full_match(headed.full_head, '[^/／]+[/／][^/／]+')
      and regexp_full_match(headed.printed_text, '[\d.]+分?[/／][\d.]+分?')

),

numbered as (

    select *, regexp_extract(replace(own_text, ',', ''), '^\d+(?:\.\d+)?') as digits
    from halved

),

-- Heads are the same in many documents: patterns are tried on each of them once.
meanings as (

    select kinds.head, heads.figure
    from (select distinct head from halved) as kinds
    inner join {{ ref('kept_evaluation_heads') }} as heads on regexp_full_match(kinds.head, heads.head_pattern)

),

final as (

    select
        numbered.document_id,
        numbered.table_code,
        numbered.cell_no,
        numbered.row_no,
        numbered.row_key,
        numbered.column_code,
        numbered.printed_label,
        numbered.printed_text,
        numbered.own_text,
        numbered.label,
        numbered.head,
        meanings.figure,
        try_cast(numbered.digits as decimal(24, 6)) as number,
        coalesce(length(nullif(split_part(numbered.digits, '.', 2), '')), 0) as decimals,
        numbered.value_kind,
        numbered.cell_state,
        numbered.check_value,
        numbered.half_unit,
        numbered.page,
        numbered.source_locator
    from numbered
    inner join meanings on numbered.head = meanings.head
    where numbered.digits <> '' or meanings.figure in ('target', 'actual', 'name')
    qualify count(*) over (partition by numbered.document_id, numbered.table_code, numbered.row_no, meanings.figure) = 1

)

select * from final

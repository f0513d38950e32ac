-- One row per figure of an information table or block (机关运行经费, 政府采购, 国有资产, “三公”经费 by lines) whose label is
-- known, in whatever table a form prints it: tables kept as printed, and the lines below the columns of gk07.
-- A block begins at its label (二、机关运行经费) or with its table. Lines stand below one another, or assets beside each other.
with cells as (

    select
        cells.*,
        regexp_replace(regexp_replace({{ comparable_name('cells.printed_label') }}, '[“”"''‘’\s]', '', 'g'), '[（(](?:个|人|辆|批次|批|次|人次|台|套|万元|元)[）)]', '', 'g') as label,
        string_split(coalesce(cells.printed_header, ''), '>') as heads
    from {{ ref('fct_cells') }} as cells
    where starts_with(cells.table_code, 'other_')
       or (cells.table_code = 'gk07' and cells.row_role = 'memo')

),

tables as (

    select document_id, table_code, title from {{ ref('fct_document_tables') }}

),

labels as (

    select distinct document_id, table_code, row_no, label from cells

),

blocks as (

    select * from {{ ref('information_blocks') }}

),

-- Labels and titles are the same in thousands of documents: patterns are tried on each of them once.
opening_labels as (

    select kinds.label, min(blocks.block_code) as block_code
    from (select distinct label from labels) as kinds
    inner join blocks on regexp_matches(kinds.label, '^(?:' || blocks.pattern || ')(?:经费)?(?:支出|信息|占用|使用|情况|合计|总额)*$')
    group by kinds.label

),

opening_titles as (

    select kinds.title, min(blocks.block_code) as block_code
    from (select distinct title from tables where starts_with(table_code, 'other_')) as kinds
    inner join blocks on regexp_matches(kinds.title, blocks.pattern)
    group by kinds.title
    -- A title that names two of them leaves it to the rows.
    having count(*) = 1

),

-- Rows that open a block, and row 0 for what the title says.
openings as (

    select labels.document_id, labels.table_code, labels.row_no, opening_labels.block_code
    from labels
    inner join opening_labels on labels.label = opening_labels.label
    union all
    select tables.document_id, tables.table_code, 0, opening_titles.block_code
    from tables
    inner join opening_titles on tables.title = opening_titles.title
    where starts_with(tables.table_code, 'other_')
    union all
    select document_id, table_code, 0, 'three_public' from tables where table_code = 'gk07'

),

placed as (

    select cells.*, openings.block_code
    from cells
    asof inner join openings
        on cells.document_id = openings.document_id
        and cells.table_code = openings.table_code
        and cells.row_no >= openings.row_no

),

-- Assets may stand beside each other: a column then is what its head says, and its 小计 what stands above.
named as (

    select
        placed.*,
        case
            when len(heads) = 1 then heads[1]
            when len(heads) = 2 and regexp_full_match(heads[2], '小计|合计') then heads[1]
        end as asset_head,
        if(placed.block_code = 'state_assets', asset_head, null) as head
    from placed

),

kinds as (

    select distinct block_code, label, head from named

),

known_labels as (

    select kinds.block_code, kinds.label, lines.line_code, lines.name_zh
    from (select distinct block_code, label from kinds) as kinds
    inner join {{ ref('information_lines') }} as lines
        on kinds.block_code = lines.block_code
        and regexp_full_match(kinds.label, lines.pattern)
    qualify row_number() over (partition by kinds.block_code, kinds.label order by lines.line_order) = 1

),

known_heads as (

    select kinds.head, lines.line_code, lines.name_zh
    from (select distinct head from kinds where block_code = 'state_assets') as kinds
    inner join {{ ref('information_lines') }} as lines
        on lines.block_code = 'state_assets'
        and regexp_full_match(kinds.head, lines.pattern)
    qualify row_number() over (partition by kinds.head order by lines.line_order) = 1

),

final as (

    select
        named.document_id,
        named.table_code,
        named.block_code,
        coalesce(known_labels.line_code, known_heads.line_code) as line_code,
        coalesce(known_labels.name_zh, known_heads.name_zh) as line_zh,
        if(known_labels.line_code is null and known_heads.line_code is not null, 'row ' || named.row_no, 'column ' || named.column_code) as series,
        named.row_no,
        named.row_key,
        named.row_role,
        named.column_code,
        named.printed_label,
        named.printed_header,
        named.printed_text,
        named.printed_unit,
        named.cell_state,
        named.value_kind,
        named.check_value,
        named.check_unit,
        named.half_unit,
        named.read_status,
        named.cell_no,
        named.page,
        named.source_locator
    from named
    -- A miss is a line that nobody knows: what it belongs to is not fully known either.
    left join known_labels
        on named.block_code = known_labels.block_code
        and named.label = known_labels.label
    left join known_heads
        on named.head = known_heads.head
    -- 固定资产>房屋构筑物 is part of 固定资产 beside it.
    where not (known_labels.line_code is null and known_heads.line_code is null and named.block_code = 'state_assets' and len(named.heads) > 1)

)

select * from final

-- I61: in a table that is kept as printed, 合计 of a row is the sum of the 小计 of all groups of columns, and 合计 or 小计 of
-- 基本支出 and 项目支出, or of 人员经费 and 公用经费, the sum of the two. Which columns are parts, their heads must say. Where
-- they are kinds of income or of expenditure and nothing else, 合计 is their sum too, if that holds in most rows.
with kept as (

    select * from {{ ref('int_kept_rows') }}

),

columns as (

    select
        document_id,
        table_code,
        column_code,
        min(heads) as heads,
        len(min(heads)) as depth,
        array_to_string(min(heads)[1:-2], '>') as group_zh,
        regexp_full_match(min(heads)[-1], '合计|小计') as is_whole,
        regexp_replace(min(heads)[-1], '^日常', '') as part_zh
    from kept
    group by document_id, table_code, column_code

),

groups as (

    select
        document_id,
        table_code,
        group_zh,
        min(depth) as depth,
        count(*) as columns,
        count(*) filter (where is_whole) as wholes,
        min(column_code) filter (where is_whole) as whole_column,
        list_sort(list(part_zh) filter (where not is_whole)) as parts
    from columns
    group by document_id, table_code, group_zh

),

-- 合计 | 工资福利支出>小计 … | 商品和服务支出>小计 …
totals as (

    select tops.document_id, tops.table_code, tops.whole_column, list(below.whole_column order by below.whole_column) as part_columns
    from groups as tops
    inner join groups as below
        on tops.document_id = below.document_id
        and tops.table_code = below.table_code
        and below.depth = 2
    where tops.group_zh = ''
      and tops.columns = 1
      and tops.wholes = 1
    group by tops.document_id, tops.table_code, tops.whole_column
    having bool_and(below.wholes = 1)
       and count(*) + 1 = (
           select count(*) from groups as every where every.document_id = tops.document_id and every.table_code = tops.table_code
       )

),

pairs as (

    select
        groups.document_id,
        groups.table_code,
        groups.whole_column,
        list(columns.column_code order by columns.column_code) filter (where not columns.is_whole) as part_columns
    from groups
    inner join columns
        on groups.document_id = columns.document_id
        and groups.table_code = columns.table_code
        and groups.group_zh = columns.group_zh
    where groups.wholes = 1
      and groups.parts in (['基本支出', '项目支出'], ['人员经费', '公用经费'])
    group by groups.document_id, groups.table_code, groups.whole_column

),

named as (

    select
        document_id,
        table_code,
        column_code,
        group_zh,
        regexp_full_match(heads[-1], '(?:本年)?(?:收入|支出)?(?:合计|小计)') as is_whole,
        case
            when regexp_full_match(heads[-1], '财政拨款(?:收入)?|上级补助收入|事业收入|经营收入|附属单位(?:上缴|缴款)收入|其他收入') then 'income'
            when regexp_full_match(heads[-1], '基本支出|项目支出|上缴上级支出|经营支出|对附属单位补助支出') then 'expenditure'
        end as kind,
        case when regexp_full_match(heads[-1], '(?:非)?财政拨款') then 'source' end as source_kind
    from columns

),

kinds as (

    select
        document_id,
        table_code,
        min(column_code) filter (where is_whole) as whole_column,
        list(column_code order by column_code) filter (where not is_whole) as part_columns
    from named
    group by document_id, table_code, group_zh
    having count(*) filter (where is_whole) = 1
       and count(*) filter (where not is_whole) > 1
       and (
           (bool_and(is_whole or kind is not null) and count(distinct kind) filter (where not is_whole) = 1)
           or (bool_and(is_whole or source_kind is not null) and count(*) = 3)
       )

),

-- 合计 may be of more than the columns that a table prints: so it is where it is their sum in most rows.
kinds_hold as (

    select document_id, table_code, whole_column, part_columns
    from (
        select
            kept.document_id,
            kept.table_code,
            kept.row_no,
            kinds.whole_column,
            kinds.part_columns,
            sum(kept.check_value) filter (where kept.column_code = kinds.whole_column) as whole,
            sum(kept.check_value) filter (where kept.column_code <> kinds.whole_column) as parts,
            sum(kept.half_unit) as half_units,
            count(*) filter (where kept.column_code <> kinds.whole_column and kept.check_value <> 0) as filled
        from kept
        inner join kinds
            on kept.document_id = kinds.document_id
            and kept.table_code = kinds.table_code
            and (kept.column_code = kinds.whole_column or list_contains(kinds.part_columns, kept.column_code))
        group by kept.document_id, kept.table_code, kept.row_no, kinds.whole_column, kinds.part_columns
    )
    group by document_id, table_code, whole_column, part_columns
    having count(*) filter (where filled > 0 and abs(whole - parts) <= half_units)
        > count(*) filter (where abs(whole - coalesce(parts, 0)) > half_units)

),

sums as (

    select * from totals
    union
    select * from pairs
    union
    select * from kinds_hold

),

added as (

    select
        kept.document_id,
        kept.cell_no,
        sum(coalesce(parts.check_value, 0)) as right_amount,
        sum(parts.half_unit) as half_units,
        list({{ cell_item("'right'", 'parts') }} order by parts.cell_no) filter (where parts.cell_state = 'value') as evidence
    from kept
    inner join sums
        on kept.document_id = sums.document_id
        and kept.table_code = sums.table_code
        and kept.column_code = sums.whole_column
    inner join kept as parts
        on kept.document_id = parts.document_id
        and kept.table_code = parts.table_code
        and kept.row_no = parts.row_no
        and list_contains(sums.part_columns, parts.column_code)
    where kept.cell_state = 'value'
    group by kept.document_id, kept.cell_no, sums.part_columns

),

compared as (

    {{ kept_sums('各栏之和') }}

),

final as (

    {{ kept_table_rule('I61') }}

)

select * from final

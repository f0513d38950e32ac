-- P29: in a self-evaluation that is kept as printed, a row for each indicator, one that misses its target does not get full
-- marks. As P09 does of forms that were read whole; of a row that was taken as it stands it is a question.
with figures as (

    select * from {{ ref('int_kept_evaluations') }}

),

rows_read as (

    select
        document_id,
        table_code,
        row_no,
        min(own_text) filter (where figure = 'name') as name,
        min(own_text) filter (where figure = 'target') as target,
        min(own_text) filter (where figure = 'actual') as actual,
        min(number) filter (where figure = 'weight' and regexp_matches(own_text, '^[\d.]+分?$')) as weight
    from figures
    group by document_id, table_code, row_no

),

split as (

    select
        *,
        {{ target_parts(plain_target('target')) }} as target_parts,
        {{ target_parts(plain_target('actual')) }} as actual_parts
    from rows_read

),

compared as (

    select
        scores.document_id,
        scores.table_code,
        scores.cell_no,
        scores.check_value,
        cast(null as decimal(18, 2)) as right_amount,
        cast(null as decimal(18, 2)) as difference,
        cast(null as decimal(18, 2)) as tolerance,
        scores.printed_text,
        scores.page,
        scores.source_locator,
        scores.number >= split.weight and split.weight > 0
        and {{ target_missed(target_operator('split.target_parts.operator'), "try_cast(split.target_parts.number as decimal(24, 6))", "try_cast(split.actual_parts.number as decimal(24, 6))") }} as is_wrong,
        '“' || coalesce(split.name, scores.printed_label) || '”指标值 ' || split.target || ',实际完成 ' || split.actual || ',得分却为满分 ' || scores.own_text as said_zh,
        [{{ cell_item("'left'", 'scores') }}] as items
    from figures as scores
    inner join split
        on scores.document_id = split.document_id
        and scores.table_code = split.table_code
        and scores.row_no = split.row_no
    where scores.figure = 'score'
      and split.weight is not null
      and split.target_parts.number <> ''
      and split.target_parts.operator <> ''
      and split.actual_parts.number <> ''
      and split.target_parts.unit = split.actual_parts.unit

),

final as (

    {{ kept_table_rule('P29') }}

)

select * from final

-- One row per possible slip of a column × cell below it: the values stand one or two rows too high or too low from a
-- row on to the end of the block. Looked for only where several verdicts fail that no single cell has in common.
-- What the cell would print with the slip undone stands beside what it prints.
with verdicts as (

    select * from {{ ref('int_rule_verdicts') }} where status = 'fail'

),

evidence as (

    select * from {{ ref('int_doubted_cells') }} where side <> 'condition'

),

-- What can slip together: the accounts of a table; economic ones of one class, because they are printed side by side.
account_cells as (

    select
        *,
        case when table_code in {{ tables_where("shape = 'by_economic'") }} then parent_class else '' end as block,
        coalesce(check_value, 0) as printed_value
    from {{ ref('fct_cells') }}
    where row_role in ('class', 'section', 'item')
      and table_code in {{ tables_where("classification is not null") }}
      and (table_code not in {{ tables_where("shape = 'by_economic'") }} or parent_class is not null)

),

-- No cell takes part in all failed verdicts about the column: a single wrong cell cannot be the reason.
cell_failures as (

    select
        cells.document_id,
        cells.table_code,
        cells.column_code,
        cells.block,
        evidence.row_no,
        evidence.rule_id,
        evidence.subject
    from evidence
    inner join verdicts
        on evidence.document_id = verdicts.document_id
        and evidence.rule_id = verdicts.rule_id
        and evidence.subject = verdicts.subject
    inner join account_cells as cells
        on evidence.document_id = cells.document_id
        and evidence.table_code = cells.table_code
        and evidence.row_no = cells.row_no
        and evidence.column_code = cells.column_code

),

block_failures as (

    select document_id, table_code, column_code, block, count(distinct (rule_id, subject)) as failures
    from cell_failures
    group by document_id, table_code, column_code, block

),

busiest_cells as (

    select document_id, table_code, column_code, block, count(*) as failures
    from cell_failures
    group by document_id, table_code, column_code, block, row_no
    qualify row_number() over (partition by document_id, table_code, column_code, block order by failures desc) = 1

),

suspects as (

    select block_failures.*
    from block_failures
    inner join busiest_cells using (document_id, table_code, column_code, block)
    where busiest_cells.failures < block_failures.failures

),

-- What somebody fills a vacated row with: the subtotal of the class, or the total.
fillers as (

    select document_id, table_code, column_code, account_code as block, min_by(check_value, row_no) as filler
    from {{ ref('fct_cells') }}
    where table_code in {{ tables_where("shape = 'by_economic'") }} and row_role = 'class' and account_code is not null
    group by document_id, table_code, column_code, account_code
    union all
    select document_id, table_code, column_code, '', min_by(check_value, row_no)
    from {{ ref('fct_cells') }}
    where (table_code, row_key) in (select table_code, total_row from {{ ref('table_shapes') }} where shape <> 'by_economic')
    group by document_id, table_code, column_code

),

placed as (

    select
        cells.*,
        fillers.filler,
        row_number() over block_rows as place,
        count(*) over (partition by cells.document_id, cells.table_code, cells.column_code, cells.block) as places
    from account_cells as cells
    inner join suspects
        on cells.document_id = suspects.document_id
        and cells.table_code = suspects.table_code
        and cells.column_code = suspects.column_code
        and cells.block = suspects.block
    -- A miss is a table without a total in this column.
    left join fillers
        on cells.document_id = fillers.document_id
        and cells.table_code = fillers.table_code
        and cells.column_code = fillers.column_code
        and cells.block = fillers.block
    window block_rows as (
        partition by cells.document_id, cells.table_code, cells.column_code, cells.block order by cells.row_no
    )

),

-- From row `start` to the end of the block every value stands `rows_off` rows too high (up) or too low (down).
slips as (

    select
        placed.document_id,
        placed.table_code,
        placed.column_code,
        placed.block,
        placed.place as start,
        directions.slip_direction,
        distances.rows_off
    from placed
    cross join (values ('up'), ('down')) as directions (slip_direction)
    cross join (values (1), (2)) as distances (rows_off)
    where placed.place + distances.rows_off <= placed.places
      -- Every start is tried against every row below it: a table of a thousand accounts would hold up everybody's run.
      and placed.places <= 200

),

undone as (

    select
        slips.*,
        placed.place,
        placed.place = slips.start as is_first,
        placed.place = placed.places as is_last,
        placed.row_no,
        placed.printed_code,
        placed.printed_label,
        placed.printed_value,
        placed.filler,
        coalesce(source.printed_value, 0) as repaired_value,
        -- A figure that the repair takes off the page must not be one: blank, zero, or the subtotal filled in.
        case slips.slip_direction
            when 'up' then placed.place > placed.places - slips.rows_off and placed.printed_value not in (0, coalesce(placed.filler, 0))
            else placed.place < slips.start + slips.rows_off and placed.printed_value <> 0
        end as loses_a_figure
    from slips
    inner join placed
        on slips.document_id = placed.document_id
        and slips.table_code = placed.table_code
        and slips.column_code = placed.column_code
        and slips.block = placed.block
        and slips.start <= placed.place
    -- A miss is the end of the block: nothing can come from beyond it.
    left join placed as source
        on placed.document_id = source.document_id
        and placed.table_code = source.table_code
        and placed.column_code = source.column_code
        and placed.block = source.block
        and source.place = placed.place + case slips.slip_direction when 'up' then -slips.rows_off else slips.rows_off end
        and source.place >= slips.start

),

possible as (

    select document_id, table_code, column_code, block, start, slip_direction, rows_off
    from undone
    group by document_id, table_code, column_code, block, start, slip_direction, rows_off
    having not bool_or(loses_a_figure)
       and count(*) filter (where repaired_value <> printed_value) > 1

),

final as (

    select undone.* exclude (loses_a_figure)
    from undone
    inner join possible using (document_id, table_code, column_code, block, start, slip_direction, rows_off)

)

select * from final

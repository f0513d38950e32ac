-- One row per loaded document × printed line of gk10: money in yuan or a count, never both.
with cells as (

    select * from {{ ref('fct_cells') }} where table_code = 'gk10'

),

documents as (

    select * from {{ ref('dim_document') }}

),

lines as (

    select * from {{ ref('dim_statement_line') }} where table_code = 'gk10'

),

final as (

    select
        cells.document_id,
        cells.row_key as line_code,
        cells.row_no,
        coalesce(lines.line_name, cells.printed_label) as line_name,
        split_part(cells.row_key, '_', 1) as line_group,
        cells.row_role = 'total' as is_total,
        cells.amount_yuan as amount,
        case when cells.value_kind = 'count' then cast(cells.value_numeric as decimal(18, 2)) end as quantity,
        case when cells.value_kind = 'count' then cells.value_unit end as quantity_unit
    from cells
    inner join documents on cells.document_id = documents.document_id
    -- A miss is a line that the layout does not know; its printed label names it.
    left join lines
        on documents.form = lines.form
        and cells.row_key = lines.row_key

)

select * from final

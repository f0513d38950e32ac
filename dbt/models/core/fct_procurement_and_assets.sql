-- One row per loaded document × printed line of gk10: money in yuan, a count, or both where a form prints both.
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
        min(cells.row_no) as row_no,
        coalesce(min(lines.line_name), min_by(cells.printed_label, (cells.row_no, cells.column_code))) as line_name,
        split_part(cells.row_key, '_', 1) as line_group,
        bool_or(cells.row_role = 'total') as is_total,
        max(cells.amount_yuan) as amount,
        cast(max(cells.value_numeric) filter (where cells.value_kind = 'count') as decimal(18, 2)) as quantity,
        min(cells.value_unit) filter (where cells.value_kind = 'count') as quantity_unit
    from cells
    inner join documents on cells.document_id = documents.document_id
    -- A miss is a line that the layout does not know; its printed label names it.
    left join lines
        on documents.form = lines.form
        and cells.row_key = lines.row_key
    group by cells.document_id, cells.row_key

)

select * from final

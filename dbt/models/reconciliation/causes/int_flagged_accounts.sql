-- One row per table row that holds a flagged cell.
with flagged as (

    select * from {{ ref('int_flagged_cells') }}

),

cells as (

    select * from {{ ref('fct_cells') }}

),

final as (

    select distinct cells.document_id, cells.table_code, cells.row_key
    from cells
    inner join flagged
        on cells.document_id = flagged.document_id
        and cells.table_code = flagged.table_code
        and cells.row_no = flagged.row_no
        and cells.column_code = flagged.column_code

)

select * from final

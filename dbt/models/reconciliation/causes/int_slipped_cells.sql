-- One row per verdict that looks at a column with a possible slip × side × cell of the column that took part in it.
-- What passes is broken by a wrong repair: of these columns all verdicts are looked at.
with slipped_terms as (

    select *
    from {{ ref('int_rule_subject_terms') }}
    semi join {{ ref('int_column_slips') }} using (document_id, table_code, column_code)

),

slipped_cells as (

    {{ term_cells('slipped_terms') }}

),

final as (

    select
        slipped_cells.document_id,
        slipped_cells.rule_id,
        slipped_cells.subject,
        slipped_cells.side,
        slipped_cells.weight,
        cells.table_code,
        cells.row_no,
        cells.column_code
    from slipped_cells
    inner join {{ ref('fct_cells') }} as cells
        on slipped_cells.document_id = cells.document_id
        and slipped_cells.cell_no = cells.cell_no
    where slipped_cells.weight <> 0

)

select * from final

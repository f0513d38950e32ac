-- One row per verdict of a document with a possible slip × side × cell that took part in it.
-- What passes is broken by a wrong repair: of these documents all verdicts are looked at.
with slipped_terms as (

    select *
    from {{ ref('int_rule_subject_terms') }}
    where document_id in (select document_id from {{ ref('int_column_slips') }})

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

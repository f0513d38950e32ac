-- One row per document × condition × cell: the printed figures that decide whether rules of the condition apply.
with document_rules as (

    select distinct document_id, applies_condition
    from {{ ref('int_document_rules') }}
    where applies_condition is not null

),

condition_terms as (

    select * from {{ ref('rule_conditions') }}

),

cells as (

    select * from {{ ref('fct_cells') }} where cell_state = 'value'

),

final as (

    select distinct
        document_rules.document_id,
        document_rules.applies_condition,
        condition_terms.weight,
        cells.cell_no
    from document_rules
    inner join condition_terms on document_rules.applies_condition = condition_terms.condition_code
    inner join cells
        on document_rules.document_id = cells.document_id
        and condition_terms.table_code = cells.table_code
        and condition_terms.column_code = cells.column_code
        and condition_terms.row_key = cells.row_key

)

select * from final

-- One row per document × rule × subject × cell that took part in the verdict.
-- side 'condition' holds the printed figures that decided whether the rule applies at all.
with term_cells as (

    select * from {{ ref('int_rule_term_cells') }}

),

document_rules as (

    select * from {{ ref('int_document_rules') }} where applies_condition is not null

),

subjects as (

    select * from {{ ref('rule_subjects') }}

),

condition_terms as (

    select * from {{ ref('rule_conditions') }}

),

cells as (

    select * from {{ ref('fct_cells') }} where cell_state = 'value'

),

condition_cells as (

    select distinct
        subjects.document_id,
        subjects.rule_id,
        subjects.subject,
        'condition' as side,
        cells.table_code,
        cells.row_no,
        cells.column_code,
        condition_terms.weight,
        cells.row_key,
        cells.cell_state,
        cells.check_value,
        cells.check_unit,
        cells.half_unit,
        cells.printed_text,
        cells.printed_label,
        cells.printed_unit,
        cells.page,
        cells.source_locator
    from document_rules
    inner join subjects
        on document_rules.document_id = subjects.document_id
        and document_rules.rule_id = subjects.rule_id
    inner join condition_terms on document_rules.applies_condition = condition_terms.condition_code
    inner join cells
        on subjects.document_id = cells.document_id
        and condition_terms.table_code = cells.table_code
        and condition_terms.column_code = cells.column_code
        and condition_terms.row_key = cells.row_key

)

select * exclude (when_blank) from term_cells
union all by name
select * from condition_cells

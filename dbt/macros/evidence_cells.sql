{#
  The cells that took part in the verdicts about some subjects: one row per document × rule × subject × side × cell.
  `term_cells` are the cells that linear rules weigh there; side 'condition' holds the printed figures that decided
  whether the rule applies at all: every subject of the rule has the same ones.
#}
{% macro evidence_cells(term_cells, subjects) -%}
with term_cells as (

    select document_id, rule_id, subject, side, weight, cell_no from {{ term_cells }} where weight <> 0

),

condition_cells as (

    select
        subjects.document_id,
        subjects.rule_id,
        subjects.subject,
        'condition' as side,
        conditions.weight,
        conditions.cell_no
    from {{ ref('int_document_rules') }} as document_rules
    inner join {{ subjects }} as subjects
        on document_rules.document_id = subjects.document_id
        and document_rules.rule_id = subjects.rule_id
    inner join {{ ref('int_condition_cells') }} as conditions
        on document_rules.document_id = conditions.document_id
        and document_rules.applies_condition = conditions.applies_condition

),

taking_part as (

    select * from term_cells
    union all by name
    select * from condition_cells

),

final as (

    select
        taking_part.document_id,
        taking_part.rule_id,
        taking_part.subject,
        taking_part.side,
        cells.table_code,
        cells.row_no,
        cells.column_code,
        taking_part.weight,
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
    from taking_part
    inner join {{ ref('fct_cells') }} as cells
        on taking_part.document_id = cells.document_id
        and taking_part.cell_no = cells.cell_no

)

select * from final
{%- endmacro %}

-- One row per document × rule × subject × side × cell: the cells a linear rule weighs, and how often.
-- A cell that a rule adds and takes away again (every class, less 301 and 303) nets to nothing and is left out:
-- it is neither evidence nor a source of rounding. What the cell prints is in fct_cells, under the same cell_no: beside
-- the numbers that are weighed, text would be most of this table (rule_evidence puts it back).
with subject_terms as (

    select * from {{ ref('int_rule_subject_terms') }}

),

selections as (

    select * from {{ ref('int_cell_selections') }}

),

matched as (

    select
        subject_terms.document_id,
        subject_terms.rule_id,
        subject_terms.subject,
        subject_terms.side,
        subject_terms.weight,
        subject_terms.when_blank,
        selections.cell_no,
        selections.cell_state,
        selections.check_value,
        selections.check_unit,
        selections.half_unit,
        selections.page,
        selections.printed_unit is not null as has_printed_unit,
        selections.row_key = split_part(subject_terms.subject, '/', 1) as is_own_row
    from subject_terms
    inner join selections
        on subject_terms.document_id = selections.document_id
        and subject_terms.table_code = selections.table_code
        and subject_terms.column_code = selections.column_code
        and subject_terms.selector_kind = selections.selector_kind
        and subject_terms.selector = selections.selector
        and subject_terms.subject_match = selections.subject_match

),

final as (

    select
        document_id,
        rule_id,
        subject,
        side,
        cell_no,
        cast(sum(weight) as integer) as weight,
        {%- for column in [
            'when_blank', 'cell_state', 'check_value', 'check_unit', 'half_unit', 'page', 'has_printed_unit', 'is_own_row',
        ] %}
        min({{ column }}) as {{ column }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from matched
    group by document_id, rule_id, subject, side, cell_no
    having sum(weight) <> 0

)

select * from final

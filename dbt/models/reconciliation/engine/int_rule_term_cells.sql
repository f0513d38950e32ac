-- One row per document × rule × subject × side × cell: the cells a linear rule weighs, and how often.
-- A cell that a rule adds and takes away again (every class, less 301 and 303) nets to nothing and is left out:
-- it is neither evidence nor a source of rounding.
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
        selections.table_code,
        selections.row_no,
        selections.column_code,
        selections.row_key,
        selections.cell_state,
        selections.check_value,
        selections.check_unit,
        selections.half_unit,
        selections.printed_text,
        selections.printed_label,
        selections.printed_unit,
        selections.page,
        selections.source_locator
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
        table_code,
        row_no,
        column_code,
        cast(sum(weight) as integer) as weight,
        min(when_blank) as when_blank,
        min(row_key) as row_key,
        min(cell_state) as cell_state,
        min(check_value) as check_value,
        min(check_unit) as check_unit,
        min(half_unit) as half_unit,
        min(printed_text) as printed_text,
        min(printed_label) as printed_label,
        min(printed_unit) as printed_unit,
        min(page) as page,
        min(source_locator) as source_locator
    from matched
    group by document_id, rule_id, subject, side, table_code, row_no, column_code
    having sum(weight) <> 0

)

select * from final

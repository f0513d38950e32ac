-- One row per document × failed verdict × table whose total was left blank: verdicts that hold once each such total is
-- the sum of its classes. A total row without any figure is one cause, however many columns and rules miss it.
-- A single blank cell in a filled row is not told here: the engine names that cell.
with verdicts as (

    select * from {{ ref('int_rule_verdicts') }} where status = 'fail'

),

subject_terms as (

    select * from {{ ref('int_rule_subject_terms') }}

),

filled_totals as (

    select distinct document_id, table_code from {{ ref('fct_cells') }} where row_key = 'total' and cell_state = 'value'

),

printed_totals as (

    select distinct document_id, table_code, column_code from {{ ref('fct_cells') }} where row_key = 'total'

),

-- What the total of each column should be, where no cell is printed for it or its row is empty.
blank_totals as (

    select
        classes.document_id,
        classes.table_code,
        classes.column_code,
        sum(classes.check_value) as class_sum
    from {{ ref('fct_cells') }} as classes
    -- Misses: a total row without figures, and one without a cell in this column.
    left join filled_totals
        on classes.document_id = filled_totals.document_id
        and classes.table_code = filled_totals.table_code
    left join printed_totals
        on classes.document_id = printed_totals.document_id
        and classes.table_code = printed_totals.table_code
        and classes.column_code = printed_totals.column_code
    where classes.row_role = 'class'
      and (filled_totals.table_code is null or printed_totals.column_code is null)
    group by classes.document_id, classes.table_code, classes.column_code

),

filled_in as (

    select
        verdicts.document_id,
        verdicts.rule_id,
        verdicts.subject,
        min(verdicts.difference) as difference,
        min(verdicts.tolerance) as tolerance,
        min(blank_totals.table_code) as table_code,
        sum(blank_totals.class_sum * subject_terms.weight * case subject_terms.side when 'left' then 1 else -1 end) as change
    from verdicts
    inner join subject_terms
        on verdicts.document_id = subject_terms.document_id
        and verdicts.rule_id = subject_terms.rule_id
        and verdicts.subject = subject_terms.subject
        and (
            (subject_terms.selector_kind = 'key' and subject_terms.selector = 'total')
            or (subject_terms.selector_kind = 'subject' and subject_terms.subject_match = 'total')
        )
    inner join blank_totals
        on subject_terms.document_id = blank_totals.document_id
        and subject_terms.table_code = blank_totals.table_code
        and subject_terms.column_code = blank_totals.column_code
    group by verdicts.document_id, verdicts.rule_id, verdicts.subject

),

final as (

    select document_id, rule_id, subject, table_code
    from filled_in
    where abs(difference + change) <= tolerance

)

select * from final

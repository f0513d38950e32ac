-- One row per document × rule × subject × term, with the column and the row that the term looks for there.
-- A view: what reads it wants the terms of few verdicts, or works on while they are made.
{{ config(materialized='view') }}

with subjects as (

    select * from {{ ref('rule_subjects') }}

),

terms as (

    select * from {{ ref('rule_terms') }}

),

final as (

    select
        subjects.document_id,
        subjects.rule_id,
        subjects.subject,
        terms.term_no,
        terms.side,
        terms.weight,
        terms.table_code,
        case when terms.column_code = '=subject' then subjects.subject_column else terms.column_code end as column_code,
        terms.selector_kind,
        coalesce(terms.selector, '') as selector,
        case when terms.selector_kind in ('subject', 'children') then subjects.subject_row else '' end as subject_match,
        terms.when_blank,
        terms.when_row_absent,
        terms.when_table_absent
    from subjects
    inner join terms on subjects.rule_id = terms.rule_id

)

select * from final

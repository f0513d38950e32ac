-- Every verdict of every rule, however the rule is written: linear ones from the engine, the others one model each.
with linear as (

    select * from {{ ref('int_rule_linear_verdicts') }}

),

table_rules as (

    select * from {{ ref('rule_s01_table_present') }}
    union all
    select * from {{ ref('rule_s02_empty_table_stated') }}

),

unioned as (

    select
        document_id, rule_id, subject, status, subtype, reason_code,
        left_amount, right_amount, difference, tolerance, unit, page
    from linear
    union all by name
    select document_id, rule_id, subject, status, subtype, reason_code, page
    from table_rules

),

subjects as (

    select * from {{ ref('rule_subjects') }}

),

final as (

    select
        subjects.document_id,
        subjects.rule_id,
        subjects.subject,
        subjects.subject_row,
        subjects.subject_column,
        -- A rule that returns nothing for a subject on the spine was not evaluated: never a pass.
        coalesce(unioned.status, 'no_data') as status,
        unioned.subtype,
        coalesce(unioned.reason_code, 'rule_returned_nothing') as reason_code,
        unioned.left_amount,
        unioned.right_amount,
        unioned.difference,
        unioned.tolerance,
        unioned.unit,
        unioned.page
    from subjects
    left join unioned
        on subjects.document_id = unioned.document_id
        and subjects.rule_id = unioned.rule_id
        and subjects.subject = unioned.subject

)

select * from final

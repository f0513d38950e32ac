-- One row per cell that a failed verdict points at: the cell of the cause where one is known, else all its evidence.
with verdicts as (

    select failed.document_id, failed.rule_id, failed.subject, causes.* exclude (document_id, rule_id, subject)
    from {{ ref('int_rule_verdicts') }} as failed
    -- A miss is a verdict without a cause.
    left join {{ ref('int_root_causes') }} as causes
        on failed.document_id = causes.document_id
        and failed.rule_id = causes.rule_id
        and failed.subject = causes.subject
    where failed.status = 'fail'

),

evidence as (

    select * from {{ ref('int_doubted_cells') }} where side <> 'condition'

),

caused as (

    select document_id, cause_table_code as table_code, cause_row_no as row_no, cause_column_code as column_code, root_cause_id
    from verdicts
    where cause_row_no is not null

),

uncaused as (

    select evidence.document_id, evidence.table_code, evidence.row_no, evidence.column_code, verdicts.root_cause_id
    from verdicts
    inner join evidence
        on verdicts.document_id = evidence.document_id
        and verdicts.rule_id = evidence.rule_id
        and verdicts.subject = evidence.subject
    where verdicts.cause_row_no is null

),

unioned as (

    select * from caused
    union all
    select * from uncaused

),

final as (

    select document_id, table_code, row_no, column_code, count(distinct root_cause_id) as causes
    from unioned
    group by document_id, table_code, row_no, column_code

)

select * from final

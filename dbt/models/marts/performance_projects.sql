with facts as (

    select * from {{ ref('fct_performance_cells') }} where row_role = 'total'

),

funds as (

    select * from {{ ref('fct_performance_cells') }} where split_part(row_key, '.', 2) = 'funds_total'

),

documents as (

    select * from {{ ref('published_documents') }}

),

final as (

    select
        {{ disclosure_columns('documents') }},
        facts.project_key,
        facts.printed_label as project_name,
        facts.department,
        facts.implementing_unit,
        funds.requested,
        funds.budgeted,
        funds.full_year_budget,
        funds.executed,
        funds.carried_over,
        funds.execution_percent,
        funds.weight as execution_weight,
        funds.score as execution_score,
        facts.weight as total_weight,
        facts.score,
        facts.grade
    from facts
    inner join documents on facts.document_id = documents.document_id
    -- A miss is a form whose funds were not read.
    left join funds
        on facts.document_id = funds.document_id
        and facts.project_key = funds.project_key

)

select * from final

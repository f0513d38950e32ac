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
        cast(funds.requested as decimal(18, 2)) as requested,
        cast(funds.budgeted as decimal(18, 2)) as budgeted,
        cast(funds.full_year_budget as decimal(18, 2)) as full_year_budget,
        cast(funds.executed as decimal(18, 2)) as executed,
        cast(funds.carried_over as decimal(18, 2)) as carried_over,
        cast(funds.execution_percent as decimal(18, 4)) as execution_percent,
        cast(funds.weight as decimal(18, 4)) as execution_weight,
        cast(funds.score as decimal(18, 4)) as execution_score,
        cast(facts.weight as decimal(18, 4)) as total_weight,
        cast(facts.score as decimal(18, 4)) as score,
        facts.grade
    from facts
    inner join documents on facts.document_id = documents.document_id
    -- A miss is a form whose funds were not read.
    left join funds
        on facts.document_id = funds.document_id
        and facts.project_key = funds.project_key

)

select * from final

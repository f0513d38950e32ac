with facts as (

    select * from {{ ref('fct_performance_cells') }} where row_role = 'total'

),

documents as (

    select * from {{ ref('published_documents') }}

),

final as (

    select
        {{ disclosure_columns('documents') }},
        facts.project_key,
        facts.printed_label as project_name,
        facts.requested,
        facts.budgeted,
        facts.full_year_budget,
        facts.executed,
        facts.carried_over,
        facts.execution_percent,
        facts.score,
        facts.grade
    from facts
    inner join documents on facts.document_id = documents.document_id

)

select * from final

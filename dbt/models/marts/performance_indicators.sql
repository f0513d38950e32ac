with facts as (

    select * from {{ ref('fct_performance_cells') }} where row_role = 'item'

),

documents as (

    select * from {{ ref('published_documents') }}

),

final as (

    select
        {{ disclosure_columns('documents') }},
        facts.project_key,
        facts.row_key as indicator_key,
        facts.level1,
        facts.level2,
        facts.level3,
        facts.initial_target,
        facts.adjusted_target,
        facts.actual,
        cast(facts.weight as decimal(18, 4)) as weight,
        cast(facts.score as decimal(18, 4)) as score,
        facts.deviation_note
    from facts
    inner join documents on facts.document_id = documents.document_id

)

select * from final

with facts as (

    select * from {{ ref('fct_three_public') }}

),

documents as (

    select * from {{ ref('published_documents') }}

),

tables as (

    select * from {{ ref('published_tables') }} where table_code = 'gk07'

),

final as (

    select
        {{ disclosure_columns('documents') }},
        facts.budget_basis,
        facts.budget_total,
        facts.budget_abroad,
        facts.budget_vehicles,
        facts.budget_purchase,
        facts.budget_running,
        facts.budget_reception,
        facts.final_total,
        facts.final_abroad,
        facts.final_vehicles,
        facts.final_purchase,
        facts.final_running,
        facts.final_reception
    from facts
    inner join documents on facts.document_id = documents.document_id
    inner join tables on facts.document_id = tables.document_id

)

select * from final

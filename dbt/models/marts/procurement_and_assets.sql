with facts as (

    select * from {{ ref('fct_procurement_and_assets') }}

),

documents as (

    select * from {{ ref('published_documents') }}

),

tables as (

    select * from {{ ref('published_tables') }} where table_code = 'gk10'

),

final as (

    select
        {{ disclosure_columns('documents') }},
        facts.line_code,
        facts.line_name,
        facts.line_group,
        facts.is_total,
        facts.amount,
        facts.quantity,
        facts.quantity_unit
    from facts
    inner join documents on facts.document_id = documents.document_id
    inner join tables on facts.document_id = tables.document_id

)

select * from final

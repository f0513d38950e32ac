-- The door to the facts, table by table: the tables of published documents whose reading holds together.
with documents as (

    select * from {{ ref('published_documents') }}

),

gate as (

    select * from {{ ref('table_gate') }} where not is_withheld

),

final as (

    select gate.document_id, gate.table_code
    from gate
    inner join documents on gate.document_id = documents.document_id

)

select * from final

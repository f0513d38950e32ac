-- The door to the marts: the current revision of each disclosure that the gate leaves open. Facts join this, so that
-- no mart decides for itself what can be trusted.
with documents as (

    select * from {{ ref('dim_document') }}

),

gate as (

    select * from {{ ref('document_gate') }}

),

final as (

    select documents.*
    from documents
    inner join gate on documents.document_id = gate.document_id
    where documents.is_current
      and gate.gate_status = 'open'

)

select * from final

with disclosures as (

    select * from {{ ref('dim_disclosure') }}

),

gate as (

    select * from {{ ref('document_gate') }}

),

final as (

    select
        disclosures.disclosure_id,
        coalesce(disclosures.organization_id, 'unknown') as organization_id,
        disclosures.organization_name,
        disclosures.fiscal_year,
        disclosures.scope,
        disclosures.current_document_id,
        cast(disclosures.revisions as integer) as revisions,
        gate.gate_status,
        gate.has_findings
    from disclosures
    inner join gate on disclosures.current_document_id = gate.document_id

)

select * from final

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
        -- Nothing of it is current: all that there is waits to be confirmed.
        coalesce(gate.gate_status, 'withheld') as gate_status,
        coalesce(gate.has_findings, false) as has_findings
    from disclosures
    -- A miss is a disclosure of which only a draft is there.
    left join gate on disclosures.current_document_id = gate.document_id

)

select * from final

-- Without a list of who must publish, coverage is unknown and this table is empty: never 100 %.
with expected as (

    select * from {{ ref('expected_disclosures') }}

),

documents as (

    select * from {{ ref('dim_document') }} where is_current

),

gate as (

    select * from {{ ref('document_gate') }}

),

final as (

    select
        expected.region_code,
        expected.fiscal_year,
        expected.organization_id,
        expected.organization_name,
        expected.disclosure_scope as scope,
        expected.due_on,
        expected.exempt_reason,
        documents.document_id,
        documents.published_on,
        gate.gate_status,
        case
            when expected.exempt_reason is not null then 'exempt'
            when documents.document_id is null then 'missing'
            when documents.published_on is null or expected.due_on is null then 'published'
            when documents.published_on > expected.due_on then 'late'
            else 'published'
        end as coverage_status
    from expected
    -- A miss is a disclosure that nobody has found yet.
    left join documents
        on expected.organization_id = documents.organization_id
        and expected.fiscal_year = documents.fiscal_year
        and expected.disclosure_scope = documents.scope
    left join gate on documents.document_id = gate.document_id

)

select * from final

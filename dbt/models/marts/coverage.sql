-- Without a list of who must publish, coverage is unknown and this table is empty: never 100 %.
with expected as (

    select
        *,
        count(*) over (partition by organization_id, fiscal_year) as listed_scopes
    from {{ ref('expected_disclosures') }}

),

documents as (

    select * from {{ ref('dim_document') }} where is_current

),

gate as (

    select * from {{ ref('document_gate') }}

),

-- A document that does not say whose accounts it holds is taken for the one disclosure that is
-- expected; where two are, it could be either and answers for neither.
matched as (

    select
        expected.*,
        documents.document_id,
        documents.published_on
    from expected
    -- A miss is a disclosure that nobody has found yet.
    left join documents
        on expected.organization_id = documents.organization_id
        and expected.fiscal_year = documents.fiscal_year
        and (
            expected.disclosure_scope = documents.scope
            or (documents.scope = 'unknown' and expected.listed_scopes = 1)
        )
    qualify row_number() over (
        partition by expected.organization_id, expected.fiscal_year, expected.disclosure_scope
        order by documents.scope = expected.disclosure_scope desc, documents.document_id
    ) = 1

),

final as (

    select
        coalesce(matched.region_code, 'unknown') as region_code,
        matched.fiscal_year,
        matched.organization_id,
        matched.organization_name,
        matched.disclosure_scope as scope,
        matched.due_on,
        matched.exempt_reason,
        matched.document_id,
        matched.published_on,
        gate.gate_status,
        -- Only a printed or recorded day of publication makes a disclosure late: the day somebody
        -- fetched it says nothing about the day it came out.
        case
            when matched.exempt_reason is not null then 'exempt'
            when matched.document_id is null then 'missing'
            when matched.published_on > matched.due_on then 'late'
            else 'published'
        end as coverage_status
    from matched
    left join gate on matched.document_id = gate.document_id

)

select * from final

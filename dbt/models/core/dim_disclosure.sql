-- One row per disclosure; where nothing of it is current, whose it is its latest document says.
with documents as (

    select * from {{ ref('dim_document') }}

),

final as (

    select
        disclosure_id,
        arg_max(organization_id, (is_current, revision, document_id)) as organization_id,
        arg_max(organization_name, (is_current, revision, document_id)) as organization_name,
        arg_max(fiscal_year, (is_current, revision, document_id)) as fiscal_year,
        arg_max(scope, (is_current, revision, document_id)) as scope,
        count(*) as revisions,
        max(document_id) filter (where is_current) as current_document_id
    from documents
    group by disclosure_id

)

select * from final

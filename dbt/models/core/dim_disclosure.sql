with documents as (

    select * from {{ ref('dim_document') }}

),

final as (

    select
        disclosure_id,
        max(organization_id) filter (where is_current) as organization_id,
        max(organization_name) filter (where is_current) as organization_name,
        max(fiscal_year) filter (where is_current) as fiscal_year,
        max(scope) filter (where is_current) as scope,
        count(*) as revisions,
        max(document_id) filter (where is_current) as current_document_id
    from documents
    group by disclosure_id

)

select * from final

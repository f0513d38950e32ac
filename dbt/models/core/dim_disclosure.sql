-- One row per disclosure; where nothing of it is current, its latest document says whose it is.
with documents as (

    select * from {{ ref('dim_document') }}

),

told as (

    select
        *,
        row_number() over (partition by disclosure_id order by is_current desc, revision desc, document_id desc) as recency
    from documents

),

final as (

    select
        disclosure_id,
        max(organization_id) filter (where recency = 1) as organization_id,
        max(organization_name) filter (where recency = 1) as organization_name,
        max(fiscal_year) filter (where recency = 1) as fiscal_year,
        max(scope) filter (where recency = 1) as scope,
        count(*) as revisions,
        max(document_id) filter (where is_current) as current_document_id
    from told
    group by disclosure_id

)

select * from final

-- The organizations that the register does not know, each as its latest document prints it.
select
    organization_id,
    max_by(organization_name, (coalesce(fiscal_year, 0), document_id)) as organization_name,
    max_by(region_code, (coalesce(fiscal_year, 0), document_id)) as region_code
from {{ ref('stg_raw__documents') }}
where organization_id is not null
  and organization_id not in (select organization_id from {{ ref('dim_registered_organization') }})
group by organization_id

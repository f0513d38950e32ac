-- The organizations of the register, one row each, as it knows them last.
select
    organization_id,
    name_zh as organization_name,
    region_code,
    admin_level,
    nature,
    parent_organization_id
from {{ ref('organization_register') }}
qualify row_number() over (partition by organization_id order by valid_from_year desc, name_zh) = 1

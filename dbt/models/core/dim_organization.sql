-- The register names what it knows; an organization seen only in documents is added as printed, one that only the list of
-- expected disclosures names as it is listed there.
with regions as (

    select * from {{ ref('region_register') }}

),

registered as (

    select *, true as is_registered from {{ ref('dim_registered_organization') }}

),

observed as (

    select
        organization_id,
        organization_name,
        region_code,
        'unknown' as admin_level,
        'unknown' as nature,
        null as parent_organization_id,
        false as is_registered
    from {{ ref('dim_observed_organization') }}

),

expected as (

    select
        organization_id,
        organization_name,
        region_code,
        'unknown' as admin_level,
        'unknown' as nature,
        null as parent_organization_id,
        false as is_registered
    from {{ ref('expected_disclosures') }}
    where organization_id not in (select organization_id from registered)
      and organization_id not in (select organization_id from observed)
    qualify row_number() over (
        partition by organization_id order by fiscal_year desc, organization_name, region_code
    ) = 1

),

unioned as (

    select * from registered
    union all
    select * from observed
    union all
    select * from expected
    -- Unknown is a member: in the marts, a document of which nobody knows whose it is joins it.
    union all
    select 'unknown', '未知', null, 'unknown', 'unknown', null, false

),

final as (

    select
        unioned.organization_id,
        unioned.organization_name,
        unioned.region_code,
        -- A miss means that the region list does not hold the code yet.
        regions.name_zh as region_name,
        unioned.admin_level,
        unioned.nature,
        unioned.parent_organization_id,
        unioned.is_registered
    from unioned
    left join regions on unioned.region_code = regions.region_code

)

select * from final

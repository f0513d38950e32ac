with organizations as (

    select * from {{ ref('dim_organization') }}

),

final as (

    select
        organization_id,
        organization_name,
        coalesce(region_code, 'unknown') as region_code,
        region_name,
        admin_level,
        nature,
        parent_organization_id,
        is_registered,
        if(is_registered, 'listed', 'unknown') as standing
    from organizations

)

select * from final

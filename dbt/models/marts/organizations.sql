with final as (

    select
        organization_id,
        organization_name,
        region_code,
        region_name,
        admin_level,
        nature,
        is_registered
    from {{ ref('dim_organization') }}

)

select * from final

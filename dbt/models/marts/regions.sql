with final as (

    select
        region_code,
        region_name,
        region_level,
        parent_code,
        province_code,
        province_name,
        standing
    from {{ ref('dim_region') }}

)

select * from final

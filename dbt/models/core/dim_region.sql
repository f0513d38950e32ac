-- One row per region: those of the list, those that only documents, the register or the list of expected disclosures
-- name (standing unknown), and one row (unknown) for no region at all.
with listed as (

    select * from {{ ref('region_register') }}

),

used as (

    select region_code from {{ ref('stg_raw__documents') }}
    union
    select region_code from {{ ref('dim_organization') }}
    union
    select region_code from {{ ref('expected_disclosures') }}

),

members as (

    select
        region_code,
        name_zh as region_name,
        level as region_level,
        parent_code,
        'listed' as standing
    from listed
    union all
    select
        region_code,
        -- With its code: two regions that nobody knows are two regions.
        '未知(' || region_code || ')',
        case
            when region_code like '__0000' then 'province'
            when region_code like '____00' then 'prefecture'
            else 'county'
        end,
        null,
        'unknown'
    from used
    where region_code is not null
      and region_code not in (select region_code from listed)
    union all
    select 'unknown', '未知', 'unknown', null, 'unknown'

),

final as (

    select
        members.region_code,
        members.region_name,
        members.region_level,
        coalesce(
            members.parent_code,
            prefectures.region_code,
            nullif(provinces.region_code, members.region_code)
        ) as parent_code,
        coalesce(provinces.region_code, 'unknown') as province_code,
        coalesce(provinces.name_zh, '未知') as province_name,
        members.standing
    from members
    -- The code of a region begins with those of the regions above it. A miss is a region in none that the list holds.
    left join listed as provinces
        on left(members.region_code, 2) || '0000' = provinces.region_code
    left join listed as prefectures
        on left(members.region_code, 4) || '00' = prefectures.region_code
        and prefectures.region_code <> members.region_code
        and members.region_level = 'county'
        and members.standing = 'unknown'

)

select * from final

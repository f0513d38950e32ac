-- Names change under a code, so the key is code + first year of validity.
with accounts as (

    select * from {{ ref('functional_accounts') }}

),

final as (

    select
        function_code || '@' || valid_from_year as functional_account_id,
        function_code,
        name_zh as function_name,
        account_level,
        left(function_code, 3) as class_code,
        case when length(function_code) >= 5 then left(function_code, 5) end as section_code,
        case length(function_code)
            when 7 then left(function_code, 5)
            when 5 then left(function_code, 3)
        end as parent_code,
        valid_from_year,
        valid_to_year,
        name_status,
        source,
        years_seen
    from accounts

)

select * from final

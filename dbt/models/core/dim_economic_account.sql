with accounts as (

    select * from {{ ref('economic_accounts') }}

),

final as (

    select
        economic_code || '@' || valid_from_year as economic_account_id,
        economic_code,
        name_zh as economic_name,
        account_level,
        left(economic_code, 3) as class_code,
        case when length(economic_code) = 5 then left(economic_code, 3) end as parent_code,
        expense_group,
        classification,
        valid_from_year,
        valid_to_year,
        name_status,
        source,
        years_seen
    from accounts

)

select * from final

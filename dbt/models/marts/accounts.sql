with final as (

    select
        account_key,
        classification,
        account_code,
        account_name,
        account_level,
        parent_code,
        parent_name,
        class_code,
        class_name,
        valid_from_year,
        valid_to_year,
        successor_key,
        successor_code,
        successor_name,
        successor_is_comparable,
        successor_note,
        standing,
        source
    from {{ ref('dim_account') }}

)

select * from final

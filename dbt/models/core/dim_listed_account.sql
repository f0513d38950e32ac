-- The accounts of the code lists, one row per name and its years, with what is known of the name that followed.
with accounts as (

    select
        'functional' as classification,
        function_code as account_code,
        function_name as account_name,
        account_level,
        valid_from_year,
        valid_to_year,
        name_status as standing,
        source
    from {{ ref('dim_functional_account') }}
    union all
    select
        classification,
        economic_code,
        economic_name,
        account_level,
        valid_from_year,
        valid_to_year,
        name_status,
        source
    from {{ ref('dim_economic_account') }}

)

select
    classification || ':' || account_code || '@' || valid_from_year as account_key,
    *
from accounts

-- Which member of dim_account a code means in a year: one row per classification × code × year that a loaded document
-- prints. Names change under a code, so the code alone is no key; facts get theirs from here.
-- The list decides where its years hold the year. Its years are those in which a name was seen, so outside of them an
-- equal name is the same account, seen in one more year. What is neither is a member of its own, as printed.
with listed as (

    select * from {{ ref('dim_listed_account') }}

),

names as (

    select
        classification,
        account_code,
        fiscal_year,
        printed_label as printed_name,
        sum(places) as places
    from {{ ref('fct_account_names') }}
    group by classification, account_code, fiscal_year, printed_label

),

-- The name that the year's documents print most often.
years as (

    select *
    from names
    qualify row_number() over (
        partition by classification, account_code, fiscal_year
        order by printed_name is null, coalesce(places, 0) desc, printed_name
    ) = 1

),

matched as (

    select
        years.classification,
        years.account_code,
        years.fiscal_year,
        coalesce(years.printed_name, '未知') as printed_name,
        listed.account_key as listed_key
    from years
    -- A miss is an account that no list holds, under this name.
    left join listed
        on years.classification = listed.classification
        and years.account_code = listed.account_code
        and (
            years.fiscal_year between listed.valid_from_year and coalesce(listed.valid_to_year, 9999)
            or {{ comparable_name('years.printed_name') }} = {{ comparable_name('listed.account_name') }}
        )
    qualify row_number() over (
        partition by years.classification, years.account_code, years.fiscal_year
        order by
            coalesce(years.fiscal_year between listed.valid_from_year and coalesce(listed.valid_to_year, 9999), false) desc,
            coalesce({{ comparable_name('years.printed_name') }} = {{ comparable_name('listed.account_name') }}, false) desc,
            listed.valid_from_year desc
    ) = 1

),

final as (

    select
        classification,
        account_code,
        fiscal_year,
        coalesce(
            listed_key,
            {{ stable_id("unlisted:", ['classification', 'account_code', comparable_name('printed_name')]) }}
        ) as account_key,
        listed_key is not null as is_listed,
        printed_name
    from matched

)

select * from final

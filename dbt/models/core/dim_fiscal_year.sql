with documents as (

    select * from {{ ref('stg_raw__documents') }}

),

final as (

    select distinct
        fiscal_year,
        make_date(fiscal_year, 1, 1) as first_day,
        make_date(fiscal_year, 12, 31) as last_day
    from documents
    where fiscal_year is not null

)

select * from final

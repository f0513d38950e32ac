-- Every year from the first to the last that a document or the list of expected disclosures names: a year of which nothing
-- is there is a row, too, so that a gap can be seen.
with years as (

    select fiscal_year from {{ ref('stg_raw__documents') }}
    union all
    select fiscal_year from {{ ref('expected_disclosures') }}

),

bounds as (

    select min(fiscal_year) as first_year, max(fiscal_year) as last_year
    from years

),

final as (

    select
        cast(unnest(range(first_year, last_year + 1)) as integer) as fiscal_year
    from bounds

)

select
    fiscal_year,
    make_date(fiscal_year, 1, 1) as first_day,
    make_date(fiscal_year, 12, 31) as last_day
from final

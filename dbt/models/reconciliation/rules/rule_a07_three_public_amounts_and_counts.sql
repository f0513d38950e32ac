-- A07: who spent money on 三公经费 tells a number for it, and who tells a number spent money. Journeys that others paid for,
-- and cars run on other money, have no amount.
with compared as (

    select
        *,
        (coalesce(amount, 0) > 0 and number = 0)
        or (coalesce(amount, 0) = 0 and number > 0 and not is_paid_by_others) as is_wrong,
        amount_said || ',' || number_said as said_zh
    from {{ ref('int_three_public_numbers') }}

)

{{ three_public_rule('A07') }}

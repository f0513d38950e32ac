-- A08: what 三公经费 cost for one vehicle, guest or traveller is within what is usual: the limits, and why, are rows of
-- rule_thresholds.csv. Guests and travellers count, not their groups.
with compared as (

    select
        numbers.*,
        numbers.amount > numbers.number * limits.value as is_wrong,
        amount_said || ' ÷ ' || number_said || ' = '
        || {{ money_text("cast(cast(amount as decimal(28, 2)) / number as decimal(28, 2))", "'元'") }} as said_zh
    from {{ ref('int_three_public_numbers') }} as numbers
    inner join {{ ref('rule_thresholds') }} as limits
        on limits.rule_id = 'A08'
        and numbers.column_code = limits.threshold_code
    where numbers.number > 0
      and numbers.amount > 0
      and numbers.metric not in ('abroad_groups', 'reception_batches')

)

{{ three_public_rule('A08') }}

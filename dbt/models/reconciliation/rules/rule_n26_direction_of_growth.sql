-- N26: a change and its rate go the same way: 增加…下降… cannot both be true.
with percents as (

    select * from {{ ref('int_claim_percents') }} where claim_kind = 'change_percent'

),

final as (

    select
        document_id,
        'N26' as rule_id,
        claim_key as subject,
        concat_ws(' ', '情况说明', nullif(account_code, ''), subject) as subject_zh,
        unnest(case
            when coalesce(value_unit, '') not in ('%', '') then {{ ruling('no_data', 'other_unit') }}
            when numerator_no is null then {{ ruling('no_data', 'numerator_not_stated') }}
            when coalesce(direction, '') = '' or coalesce(numerator_direction, '') = '' then {{ ruling('no_data', 'direction_not_stated') }}
            when direction = numerator_direction then {{ ruling('pass') }}
            else {{ ruling('fail') }}
        end),
        page,
        source_locator,
        printed_text || value_unit as printed_text,
        concat(numerator_direction, numerator_text, ',', direction, printed_text, value_unit) as detail_zh,
        to_json([{{ told_item('printed_text || value_unit') }}]) as evidence
    from percents

)

select * from final

-- N23: where there was nothing the year before there is no growth rate.
-- A rate faces two amounts: neither side has a total that the listed figures would give.
-- All of one document are one finding: the unit is new, or its last year is unknown.
with percents as (

    {{ percents_of_rule('N23') }}

),

final as (

    select
        document_id,
        'N23' as rule_id,
        subject,
        subject_zh,
        case
            when reason_code in ('other_unit', 'numerator_not_stated', 'denominator_not_stated', 'of_another_figure') then 'no_data'
            when base_value <> 0 then 'pass'
            when numerator_value = 0 and percent_value = 0 then 'pass'
            -- Printed in 万元, the year before may be a few yuan: a rate of that size can follow from it.
            when percent_value * base_half >= 100 * (numerator_value - numerator_half) then 'no_data'
            else 'fail'
        end as status,
        if(
            base_value = 0 and numerator_value <> 0 and percent_value * base_half >= 100 * (numerator_value - numerator_half),
            'base_too_small', reason_code
        ) as reason_code,
        page,
        source_locator,
        printed_text,
        '本年数 ' || denominator_text || if(signed_change < 0, ' + ', ' − ') || numerator_zh || ' ' || numerator_text || ' = 0' as detail_zh,
        'growth_from_zero' as cause_key,
        evidence
    from percents

)

select * from final

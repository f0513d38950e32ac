with definitions as (

    select * from {{ ref('metric_definitions') }}

),

final as (

    select
        metric_code,
        metric_order,
        title_zh as metric_zh,
        formula_zh,
        unit as metric_unit,
        factor,
        numerator as numerator_code,
        denominator as denominator_code,
        source_zh,
        note_zh
    from definitions

)

select * from final

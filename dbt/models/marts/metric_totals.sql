-- A metric of many documents is the ratio of the sums, never the mean of the ratios: those documents count that have a value.
with metric_values as (

    select * from {{ ref('metric_values') }} where metric_value is not null

),

definitions as (

    select * from {{ ref('metrics') }}

),

summed as (

    select
        fiscal_year,
        scope,
        metric_code,
        budget_basis,
        count(*) as metric_documents,
        sum(numerator) as numerator_total,
        sum(denominator) as denominator_total,
        quantile_disc(metric_value, 0.25) as quartile_1,
        quantile_disc(metric_value, 0.5) as median,
        quantile_disc(metric_value, 0.75) as quartile_3
    from metric_values
    group by fiscal_year, scope, metric_code, budget_basis

),

final as (

    select
        summed.fiscal_year,
        summed.scope,
        summed.metric_code,
        definitions.metric_zh,
        definitions.metric_unit,
        summed.budget_basis,
        cast(summed.metric_documents as integer) as metric_documents,
        cast(summed.numerator_total as decimal(38, 2)) as numerator_total,
        cast(summed.denominator_total as decimal(38, 2)) as denominator_total,
        {{ ratio('summed.numerator_total', 'summed.denominator_total', 'definitions.factor') }} as metric_value,
        summed.quartile_1,
        summed.median,
        summed.quartile_3
    from summed
    inner join definitions on summed.metric_code = definitions.metric_code

)

select * from final

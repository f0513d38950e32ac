-- 执行率:“三公”经费决算占预算的百分比?
-- How much of the budget of 三公经费 was spent?
-- Trap: the average of percentages is not the percentage of the sums; three_public_vehicles holds purchase and running, and the
-- total holds all; 年初预算 and 全年预算 are two denominators; a blank is not zero and takes its row out on both sides.
-- marts.metric_totals has the sums and the rate; its formula stands in marts.metrics and nowhere else.
select
    fiscal_year,
    scope,
    budget_basis,
    metric_documents as disclosures,
    denominator_total as budget,
    numerator_total as final_amount,
    metric_value as execution_percent
from marts.metric_totals
where metric_code = 'three_public_execution'
order by all;

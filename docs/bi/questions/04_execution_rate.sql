-- 执行率:“三公”经费决算占预算的百分比?
-- How much of the budget of 三公经费 was spent?
-- Trap: the average of percentages is not the percentage of the sums; three_public_vehicles holds purchase and running, and the
-- total holds all; 年初预算 and 全年预算 are two denominators; a blank is not zero and takes its row out on both sides.
select
    fiscal_year,
    scope,
    budget_basis,
    count(*) as disclosures,
    sum(budget) as budget,
    sum(final_amount) as final_amount,
    cast(round(100 * sum(final_amount) / sum(budget), 2) as decimal(12, 2)) as execution_percent
from marts.budget_execution
where item_code = 'three_public_total' and budget > 0 and final_amount is not null
group by all
order by all;

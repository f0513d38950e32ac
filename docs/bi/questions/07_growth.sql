-- 增长:本年支出比上年多多少,能不能比?
-- By how much did spending grow, and can it be told?
-- Trap: lag() takes the row before, whatever its year and scope: a missing year becomes two years of growth, a department after
-- its own unit a jump. prior_disclosed is last year's own disclosure, of the same organization and scope; where it is
-- missing growth is unknown, not zero. What the text implies (prior_implied) is another figure.
select
    organization_name,
    scope,
    fiscal_year,
    amount,
    prior_disclosed,
    change_amount,
    change_percent,
    is_comparable,
    not_comparable_reason
from marts.year_on_year
where metric = 'expenditure_total'
order by all;

-- “三公”经费占一般公共预算财政拨款支出的比重?
-- What share of its spending from the general public budget does each organization spend on 三公经费?
-- Trap: 三公经费 are paid from the general public budget; measured against all spending the share of whoever earns money
-- of its own looks small. A blank is unknown, not zero: no share.
select
    organization_name,
    fiscal_year,
    scope,
    numerator as three_public_final,
    denominator as general_public_total,
    metric_value as share_percent
from marts.metric_values
where metric_code = 'three_public_share'
order by all;

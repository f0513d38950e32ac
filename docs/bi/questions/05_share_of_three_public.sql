-- “三公”经费占一般公共预算财政拨款支出的比重?
-- What share of its spending from the general public budget does each organization spend on 三公经费?
-- Trap: 三公经费 are paid from the general public budget; measured against all spending the share of whoever earns money
-- of its own looks small. A blank is unknown, not zero: no share.
select
    organization_name,
    fiscal_year,
    scope,
    three_public_final,
    general_public_total,
    cast(round(100 * three_public_final / nullif(general_public_total, 0), 2) as decimal(12, 2)) as share_percent
from marts.department_year
order by all;

-- 改名的科目:同一科目历年的数,按现名排成一列,是否可比?
-- What does the series of an account look like whose name changed, under the name it has now?
-- Trap: grouped by printed name the series breaks in two, grouped by code it joins what may be two things: 21007 was 妇幼保健
-- and is 计划生育事务. A name leads to its successor, which says whether the amounts can be compared.
select
    facts.organization_name,
    facts.scope,
    coalesce(accounts.successor_code, accounts.account_code) as account_code,
    coalesce(accounts.successor_name, accounts.account_name) as name_now,
    facts.fiscal_year,
    accounts.account_name as name_then,
    facts.total,
    coalesce(accounts.successor_is_comparable, 'yes') as is_comparable
from marts.expenditure_by_function as facts
inner join marts.accounts as accounts on facts.account_key = accounts.account_key
qualify count(distinct accounts.account_key) over (
    partition by
        facts.organization_id,
        facts.scope,
        coalesce(accounts.successor_key, accounts.account_key)
) > 1
order by all;

-- 前十项:每年支出最多的十个科目?
-- On which ten accounts was most spent, each year?
-- Trap: without is_leaf the class, the section and the item of one large sum take three of the ten places. By printed name one
-- account that two departments write differently is two; its key is one.
select
    facts.fiscal_year,
    facts.scope,
    rank() over (
        partition by facts.fiscal_year, facts.scope order by sum(facts.total) desc nulls last
    ) as place,
    accounts.account_code,
    accounts.account_name,
    sum(facts.total) as total
from marts.expenditure_by_function as facts
inner join marts.accounts as accounts on facts.account_key = accounts.account_key
where facts.is_leaf and facts.total is not null
group by facts.fiscal_year, facts.scope, accounts.account_key, accounts.account_code, accounts.account_name
qualify place <= 10
order by all;

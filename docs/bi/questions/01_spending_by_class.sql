-- 按类汇总:各年、各口径在每一类上花了多少?
-- What was spent on each class of functions, year by year, one scope at a time?
-- Trap: a class holds its sections and a section its items, so adding up all rows counts the same money up to three times.
-- Leaves are added up once; accounts tells the class of each, under one name for all years.
select
    facts.fiscal_year,
    facts.scope,
    accounts.class_code,
    accounts.class_name,
    sum(facts.total) as total
from marts.expenditure_by_function as facts
inner join marts.accounts as accounts on facts.account_key = accounts.account_key
where facts.is_leaf
group by all
order by all;

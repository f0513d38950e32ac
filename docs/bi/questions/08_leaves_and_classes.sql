-- 末级之和与类之和:每份决算的明细加得出合计吗?
-- Do the leaves of each document add up to its classes, and both to the printed total?
-- Trap: adding up account_level = 'item' loses sections that are printed without items; is_leaf knows them. Where the three differ,
-- the document prints it so: see findings, and take the figure that you need on purpose.
select
    facts.organization_name,
    facts.fiscal_year,
    facts.scope,
    sum(facts.total) filter (where facts.is_leaf) as leaves,
    sum(facts.total) filter (where facts.account_level = 'class') as classes,
    totals.expenditure_total as printed_total,
    leaves is distinct from classes or classes is distinct from printed_total as differs
from marts.expenditure_by_function as facts
inner join marts.department_year as totals on facts.document_id = totals.document_id
group by facts.document_id, facts.organization_name, facts.fiscal_year, facts.scope, totals.expenditure_total
order by all;

-- 部门与单位:部门汇总数与所属单位之和?
-- What do departments report as a whole, and their units one by one?
-- Trap: department_consolidated includes the units: adding up all rows of a year counts a unit twice. The units of a department
-- that have not been found are unknown, not zero; a difference here says first of all that one is missing.
select
    departments.organization_name,
    departments.fiscal_year,
    departments.expenditure_total as department_total,
    count(units.document_id) as units,
    sum(units.expenditure_total) as units_total
from marts.department_year as departments
left join marts.organizations as members
    on members.parent_organization_id = departments.organization_id
left join marts.department_year as units
    on units.organization_id = members.organization_id
    and units.fiscal_year = departments.fiscal_year
    and units.scope = 'unit'
where departments.scope = 'department_consolidated'
group by departments.document_id, departments.organization_name, departments.fiscal_year, departments.expenditure_total
order by all;

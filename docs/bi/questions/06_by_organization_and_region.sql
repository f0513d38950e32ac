-- 按单位、按地区:各省级地区和其中各单位花了多少?
-- How much was spent in each province, and by each organization in it?
-- Trap: documents carry the region that publishes (a county), so grouping by code scatters a province; an inner join to a list
-- of regions loses those that it does not hold (here they are members); the subtotals (organization_name is NULL) are no
-- further organizations. One scope at a time: a department's total includes its units.
select
    facts.fiscal_year,
    facts.scope,
    regions.province_name,
    facts.organization_name,
    count(distinct facts.organization_id) as organizations,
    sum(facts.expenditure_total) as expenditure_total
from marts.department_year as facts
inner join marts.regions as regions on facts.region_code = regions.region_code
group by grouping sets (
    (facts.fiscal_year, facts.scope, regions.province_name),
    (facts.fiscal_year, facts.scope, regions.province_name, facts.organization_id, facts.organization_name)
)
order by all;

-- 覆盖:各年有多少份决算,多少可用,还缺谁?
-- How many disclosures of each year are there, how many can be used, who is missing?
-- Trap: facts hold open documents only, so a withheld one is no row, not a spender of zero; earlier revisions are documents, too;
-- without a list of who must publish, expected is NULL (unknown), never 100 %; a year without documents is still a year,
-- and a document whose year nobody knows is still a document (the row without a year).
with documents as (
    select
        fiscal_year,
        count(*) as disclosures,
        count(*) filter (where gate_status = 'open') as open,
        count(*) filter (where gate_status <> 'open') as kept_back
    from marts.documents
    where is_current
    group by fiscal_year
),

expected as (
    select
        fiscal_year,
        count(*) as expected,
        count(*) filter (where coverage_status = 'missing') as missing
    from marts.coverage
    group by fiscal_year
)

select
    coalesce(years.fiscal_year, documents.fiscal_year) as fiscal_year,
    coalesce(documents.disclosures, 0) as disclosures,
    coalesce(documents.open, 0) as open,
    coalesce(documents.kept_back, 0) as kept_back,
    expected.expected,
    expected.missing
from marts.years as years
full outer join documents on years.fiscal_year = documents.fiscal_year
left join expected on years.fiscal_year = expected.fiscal_year
order by all;

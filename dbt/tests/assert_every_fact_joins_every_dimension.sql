-- The star, pair by pair: every row of a fact meets exactly one row of the dimension, so that a join neither loses nor
-- multiplies rows. A NULL key meets none. A document whose year nobody knows is no fact of any year.
{% set who = ['organizations', 'regions', 'years', 'documents', 'disclosures'] %}
{% set keys = {
    'organizations': 'organization_id',
    'regions': 'region_code',
    'years': 'fiscal_year',
    'accounts': 'account_key',
    'documents': 'document_id',
    'disclosures': 'disclosure_id',
    'rules': 'rule_id',
} %}
{% set facts = {
    'organizations': ['regions'],
    'disclosures': ['organizations', 'years'],
    'documents': ['organizations', 'regions', 'years', 'disclosures'],
    'coverage': ['organizations', 'regions', 'years'],
    'document_tables': who,
    'headings': who,
    'unknown_tables': who,
    'cells': who + ['accounts'],
    'claims': who + ['accounts'],
    'statements': who + ['accounts'],
    'glossary': who + ['accounts'],
    'income_by_function': who + ['accounts'],
    'expenditure_by_function': who + ['accounts'],
    'expenditure_by_economic': who + ['accounts'],
    'budget_execution': who + ['accounts'],
    'three_public': who,
    'department_year': who,
    'year_on_year': who,
    'metric_values': who,
    'metric_totals': ['years'],
    'procurement_and_assets': who,
    'performance_projects': who,
    'performance_indicators': who,
    'checks': who + ['rules'],
    'findings': who + ['rules'],
} %}
{% set may_have_no_year = ['documents', 'disclosures'] %}

with pairs as (

    {%- for fact, dimensions in facts.items() %}
    {%- set fact_loop = loop %}
    {%- for dimension in dimensions %}
    select
        '{{ fact }}' as fact,
        '{{ dimension }}' as dimension,
        cast(facts.{{ keys[dimension] }} as varchar) as key,
        coalesce(max(members.rows_of_key), 0) as members
    from {{ ref(fact) }} as facts
    left join (
        select {{ keys[dimension] }}, count(*) as rows_of_key from {{ ref(dimension) }} group by {{ keys[dimension] }}
    ) as members
        on facts.{{ keys[dimension] }} = members.{{ keys[dimension] }}
    {%- if dimension == 'years' and fact in may_have_no_year %}
    where facts.fiscal_year is not null
    {%- endif %}
    group by facts.{{ keys[dimension] }}
    {%- if not (fact_loop.last and loop.last) %}
    union all
    {%- endif %}
    {%- endfor %}
    {%- endfor %}

)

select * from pairs where members <> 1

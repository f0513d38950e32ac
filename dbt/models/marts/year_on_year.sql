with totals as (

    select * from {{ ref('department_year') }}

),

{% set metrics = ['income_total', 'expenditure_total', 'basic', 'project', 'fiscal_expenditure_total', 'three_public_final', 'income_grand_total', 'expenditure_grand_total', 'general_public_total'] %}
unpivoted as (

    {% for metric in metrics %}
    select
        document_id,
        disclosure_id,
        fiscal_year,
        organization_id,
        organization_name,
        region_code,
        scope,
        '{{ metric }}' as metric,
        {{ metric }} as amount
    from totals
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

changes as (

    select * from {{ ref('fct_narrative_changes') }}

),

final as (

    select
        this_year.document_id,
        this_year.disclosure_id,
        this_year.fiscal_year,
        this_year.organization_id,
        this_year.organization_name,
        this_year.region_code,
        this_year.scope,
        this_year.metric,
        this_year.amount,
        last_year.amount as prior_disclosed,
        -- What the narrative implies: this year less the change it prints. Never taken for what was disclosed.
        cast(this_year.amount - changes.change_amount as decimal(18, 2)) as prior_implied,
        cast(this_year.amount - last_year.amount as decimal(18, 2)) as change_amount,
        try_cast({{ percent("(this_year.amount - last_year.amount)", 'last_year.amount') }} as decimal(12, 2)) as change_percent,
        last_year.amount is not null as is_comparable,
        case
            when last_year.document_id is null then '上年度决算未收录'
            when last_year.amount is null then '上年度未列该项'
        end as not_comparable_reason
    from unpivoted as this_year
    left join changes
        on this_year.document_id = changes.document_id
        and this_year.metric = changes.measure
    -- Same organization and same scope only: a department total is no prior year for a single unit.
    left join unpivoted as last_year
        -- Two documents of nobody knows whom are not of one organization. In one expression: a condition on the left side
        -- alone makes DuckDB try every pair.
        on nullif(this_year.organization_id, 'unknown') = last_year.organization_id
        and this_year.scope = last_year.scope
        and this_year.metric = last_year.metric
        and this_year.fiscal_year = last_year.fiscal_year + 1

)

select * from final

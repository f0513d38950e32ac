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

pairs as (

    select * from {{ ref('dim_judged_document') }}

),

founded as (

    select distinct organization_id, event_year from {{ ref('organization_events') }} where event = 'founded'

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
            when pairs.no_previous_reason = 'organization_changed' then '单位当年合并或分立，与上年不可比'
            when last_year.document_id is null and founded.organization_id is not null then '单位当年组建，没有上年数'
            when last_year.document_id is null then '上年度决算未收录'
            when last_year.amount is null then '上年度未列该项'
        end as not_comparable_reason,
        last_year.document_id as prior_document_id,
        last_year.organization_name as prior_organization_name
    from unpivoted as this_year
    left join changes
        on this_year.document_id = changes.document_id
        and this_year.metric = changes.measure
    -- Same organization, under whatever name, and same scope only: a department total is no prior year for a single unit,
    -- nor what a body printed before it was merged or split.
    left join pairs on this_year.document_id = pairs.document_id
    left join founded
        on this_year.organization_id = founded.organization_id
        and this_year.fiscal_year = founded.event_year
    left join unpivoted as last_year
        on pairs.previous_document_id = last_year.document_id
        and this_year.metric = last_year.metric

)

select * from final

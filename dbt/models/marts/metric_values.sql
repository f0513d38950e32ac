-- Each metric of each open current document: the two amounts of metric_definitions.csv and what the one macro ``ratio`` makes of
-- them. A metric whose amounts are not both printed stays, without a value: blank is not zero.
with definitions as (

    select * from {{ ref('metrics') }}

),

documents as (

    select * from {{ ref('published_documents') }}

),

organizations as (

    select * from {{ ref('organizations') }}

),

totals as (

    select *, cast(personnel_basic + public_basic as decimal(18, 2)) as fiscal_basic
    from {{ ref('department_year') }}

),

three_public as (

    select * from {{ ref('three_public') }}

),

budgets as (

    select * from {{ ref('budget_execution') }}

),

years as (

    select * from {{ ref('year_on_year') }}

),

details as (

    select * from {{ ref('three_public_details') }}

),

{% set sources = metric_sources() %}
-- What the text counts once: two counts that differ are two things, and nobody knows which belongs to the money.
counts as (

    select
        claims.document_id,
        claims.metric as measure,
        case
            when count(distinct claims.value_numeric) filter (where claims.value_numeric <> 0) = 1
                and bool_or(claims.value_numeric <> 0 and regexp_full_match(coalesce(claims.subject, ''), details.subjects))
                then max(claims.value_numeric) filter (where claims.value_numeric <> 0)
        end as amount
    from {{ ref('claims') }} as claims
    inner join details on claims.metric = details.metric
    where claims.claim_kind = 'count'
      and claims.metric in ('{{ sources.counts | join("', '") }}')
    group by claims.document_id, claims.metric

),

measures as (

    {% for relation in ['totals', 'three_public'] %}
    {% for measure, column in sources[relation].items() %}
    select document_id, cast(null as varchar) as budget_basis, '{{ measure }}' as measure, {{ column }} as amount from {{ relation }}
    union all
    {% endfor %}
    {% endfor %}
    {% for item in sources.budgets %}
    {% for side, column in {'budget': 'budget', 'spent': 'final_amount'}.items() %}
    select document_id, budget_basis, '{{ item }}_{{ side }}', {{ column }} from budgets where item_code = '{{ item }}_total'
    union all
    {% endfor %}
    {% endfor %}
    {% for side, column in {'change': 'change_amount', 'prior': 'prior_disclosed'}.items() %}
    select document_id, cast(null as varchar), metric || '_{{ side }}', {{ column }}
    from years
    where metric in ('{{ sources.years | join("', '") }}')
    union all
    {% endfor %}
    select document_id, cast(null as varchar), measure, cast(amount as decimal(18, 2)) from counts

),

paired as (

    select
        {{ disclosure_columns('documents') }},
        organizations.admin_level,
        definitions.metric_code,
        definitions.metric_zh,
        definitions.metric_unit,
        definitions.factor,
        numerators.budget_basis,
        numerators.amount as numerator,
        denominators.amount as denominator
    from documents
    inner join organizations
        on coalesce(documents.organization_id, 'unknown') = organizations.organization_id
    cross join definitions
    -- A miss on either side is a figure that is not printed, or whose table is withheld.
    left join measures as numerators
        on documents.document_id = numerators.document_id
        and definitions.numerator_code = numerators.measure
    left join measures as denominators
        on documents.document_id = denominators.document_id
        and definitions.denominator_code = denominators.measure
        and numerators.budget_basis is not distinct from denominators.budget_basis

),

valued as (

    select *, {{ ratio('numerator', 'denominator', 'factor') }} as metric_value
    from paired

),

-- Peers: the same metric and kind of budget, year, scope and level of administration.
{% set peers = 'metric_code, budget_basis, fiscal_year, scope, admin_level, metric_value is null' %}
ranked as (

    select
        *,
        if(metric_value is null, null, count(*) over (partition by {{ peers }})) as peers,
        rank() over (partition by {{ peers }} order by metric_value) - 1 as peers_below,
        count(*) over (partition by {{ peers }}, metric_value) - 1 as peers_equal
    from valued

),

final as (

    select
        document_id,
        disclosure_id,
        fiscal_year,
        organization_id,
        organization_name,
        region_code,
        scope,
        admin_level,
        metric_code,
        metric_zh,
        metric_unit,
        budget_basis,
        numerator,
        denominator,
        metric_value,
        cast(peers as integer) as peers,
        -- Who has the same counts half: where all are equal, each stands in the middle. Of fewer than five a place among them
        -- says nothing.
        case when peers >= 5 then cast((200 * peers_below + 100 * peers_equal + peers - 1) // (2 * (peers - 1)) as integer) end as peer_percentile
    from ranked

)

select * from final

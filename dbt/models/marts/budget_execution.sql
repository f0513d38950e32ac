with three_public as (

    select * from {{ ref('three_public') }}

),

{% set items = ['total', 'abroad', 'vehicles', 'purchase', 'running', 'reception'] %}
unpivoted as (

    {% for item in items %}
    select
        document_id,
        disclosure_id,
        fiscal_year,
        organization_id,
        organization_name,
        region_code,
        scope,
        'three_public_{{ item }}' as item_code,
        {{ item in ('total', 'vehicles') }} as is_total,
        budget_basis,
        budget_{{ item }} as budget,
        final_{{ item }} as final_amount
    from three_public
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

final as (

    select
        *,
        -- Undefined without a budget: a rate on a zero or blank budget is no rate.
        cast({{ percent('final_amount', 'budget') }} as decimal(12, 2)) as execution_percent
    from unpivoted

)

select * from final

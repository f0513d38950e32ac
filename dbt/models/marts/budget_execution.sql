with three_public as (

    select * from {{ ref('three_public') }}

),

budgets as (

    select * from {{ ref('fct_narrative_budgets') }}

),

documents as (

    select * from {{ ref('published_documents') }}

),

accounts as (

    select * from {{ ref('dim_account_year') }}

),

tables as (

    select * from {{ ref('published_tables') }}

),

{% set items = ['total', 'abroad', 'vehicles', 'purchase', 'running', 'reception'] %}
{% set names = {'total': '“三公”经费', 'abroad': '因公出国(境)费', 'vehicles': '公务用车购置及运行维护费', 'purchase': '公务用车购置费', 'running': '公务用车运行维护费', 'reception': '公务接待费'} %}
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
        'three_public' as fund,
        'three_public_{{ item }}' as item_code,
        '{{ names[item] }}' as item_name,
        {{ item in ('total', 'vehicles') }} as is_total,
        budget_basis,
        budget_{{ item }} as budget,
        final_{{ item }} as final_amount
    from three_public
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
    union all
    -- A text that gives the budgets of items gives those of classes and of the whole as their totals.
    select
        {{ disclosure_columns('documents') }},
        budgets.fund,
        budgets.item_code,
        budgets.item_name,
        ends_with(budgets.item_code, '_total') or exists (
            select 1
            from budgets as parts
            where budgets.document_id = parts.document_id
              and budgets.fund = parts.fund
              and length(parts.item_code) > length(budgets.item_code)
              and starts_with(parts.item_code, budgets.item_code)
        ) as is_total,
        budgets.budget_basis,
        budgets.budget,
        -- What a withheld table says was spent is not told here either.
        case when tables.table_code is not null then budgets.final_amount end as final_amount
    from budgets
    inner join documents on budgets.document_id = documents.document_id
    left join tables
        on budgets.document_id = tables.document_id
        and budgets.table_code = tables.table_code

),

final as (

    select
        unpivoted.*,
        {{ account_key('accounts') }} as account_key,
        -- Undefined without a budget: a rate on a zero or blank budget is no rate.
        try_cast({{ percent('final_amount', 'budget') }} as decimal(12, 2)) as execution_percent
    from unpivoted
    -- A miss is an item that is no account: 三公经费, a whole fund.
    left join accounts
        on accounts.classification = {{ account_classification('unpivoted.item_code') }}
        and unpivoted.item_code = accounts.account_code
        and unpivoted.fiscal_year = accounts.fiscal_year

)

select * from final

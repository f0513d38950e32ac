-- P06: the total of a project's funds is the sum of its parts, in every column.
-- Central, provincial and local money may be printed under 财政拨款, which then stands for them. One part alone below the
-- total proves nothing: the others may have no row of their own.
{% set columns = ['requested', 'budgeted', 'full_year_budget', 'executed', 'carried_over'] %}
with facts as (

    select
        *,
        split_part(row_key, '.', 2) as row_name,
        bool_or(split_part(row_key, '.', 2) = 'funds_fiscal') over (partition by document_id, project_key) as has_fiscal
    from {{ ref('fct_performance_cells') }}
    where row_role in ('line', 'of_which')

),

-- Every figure of the funds in a row of its own.
figures as (

    {% for column in columns %}
    select
        document_id, project_key, row_no, row_name, row_role, printed_unit, half_unit, is_confirmed, page, source_locator, has_fiscal,
        '{{ column }}' as column_code, {{ column }} as amount
    from facts
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

totals as (

    select * from figures where row_name = 'funds_total'

),

parts as (

    select
        figures.document_id,
        figures.project_key,
        figures.column_code,
        sum(figures.amount) as amount,
        count(*) as parts,
        count(figures.amount) as filled,
        bool_and(figures.is_confirmed) as is_confirmed,
        list({{ evidence_item("'right'", "'jx01'", money_text('figures.amount', 'figures.printed_unit'), page='figures.page', source_locator='figures.source_locator', row_no='figures.row_no', row_key="figures.project_key || '.' || figures.row_name", column_code='figures.column_code') }} order by figures.row_no)
            filter (where figures.amount is not null) as evidence
    from figures
    where figures.row_role = 'of_which'
      and (not figures.has_fiscal or figures.row_name in ('funds_fiscal', 'funds_carried', 'funds_other', 'funds_own'))
    group by figures.document_id, figures.project_key, figures.column_code

),

projects as (

    select document_id, project_key, project_name from {{ ref('int_performance_projects') }}

),

measured as (

    select
        projects.document_id,
        projects.project_key,
        projects.project_name,
        totals.row_no,
        totals.column_code,
        totals.printed_unit,
        totals.amount as total,
        parts.amount as added,
        totals.amount - parts.amount as difference,
        totals.half_unit * (coalesce(parts.filled, 0) + 1) as allowed,
        coalesce(parts.parts, 0) as parts,
        parts.evidence as part_evidence,
        totals.is_confirmed and coalesce(parts.is_confirmed, true) as is_confirmed,
        totals.page,
        totals.source_locator
    from projects
    inner join totals
        on projects.document_id = totals.document_id
        and projects.project_key = totals.project_key
    -- A miss is a form that prints no parts.
    left join parts
        on totals.document_id = parts.document_id
        and totals.project_key = parts.project_key
        and totals.column_code = parts.column_code

),

final as (

    select
        document_id,
        'P06' as rule_id,
        project_key || '/' || column_code as subject,
        project_name || ' ' || case column_code
            when 'requested' then '目标申报数'
            when 'budgeted' then '年初预算数'
            when 'full_year_budget' then '全年预算数'
            when 'executed' then '全年执行数'
            else '资金结转结余'
        end as subject_zh,
        unnest(case
            when parts = 0 then {{ ruling('not_applicable', 'no_parts') }}
            when total is null and added is null then {{ ruling('not_applicable', 'column_blank') }}
            when total is null then {{ ruling('no_data', 'total_blank') }}
            when added is null then {{ ruling('no_data', 'parts_blank') }}
            when difference = 0 then {{ ruling('pass') }}
            when abs(difference) <= allowed then {{ ruling('rounding') }}
            when parts = 1 and difference > 0 then {{ ruling('no_data', 'one_part') }}
            when not is_confirmed then {{ ruling('no_data', 'figure_unconfirmed') }}
            else {{ ruling('fail') }}
        end),
        total as left_amount,
        added as right_amount,
        difference as difference,
        allowed as tolerance,
        printed_unit as unit,
        'jx01' as table_code,
        page,
        source_locator,
        to_json(list_prepend(
            {{ evidence_item("'left'", "'jx01'", money_text('total', 'printed_unit'), page='page', source_locator='source_locator', row_no='row_no', row_key="project_key || '.funds_total'", column_code='column_code', printed_label='project_name') }},
            coalesce(part_evidence, [])
        )) as evidence
    from measured

)

select * from final
union all by name
{{ without_forms('P06') }}

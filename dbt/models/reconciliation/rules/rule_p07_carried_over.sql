-- P07: what is carried over is the full-year budget less what was executed.
-- The treasury may take money back at the end of the year: a notice.
with projects as (

    select
        *,
        full_year_budget - executed as left_over
    from {{ ref('int_performance_projects') }}

),

final as (

    select
        document_id,
        'P07' as rule_id,
        project_key as subject,
        project_name as subject_zh,
        unnest(case
            when carried_over is null then {{ ruling('not_applicable', 'no_carry_over') }}
            when full_year_budget is null then {{ ruling('no_data', 'budget_blank') }}
            when executed is null then {{ ruling('no_data', 'executed_blank') }}
            when left_over = carried_over then {{ ruling('pass') }}
            when abs(left_over - carried_over) <= 3 * half_unit then {{ ruling('rounding') }}
            when not is_head_confirmed then {{ ruling('no_data', 'figure_unconfirmed') }}
            else {{ ruling('fail') }}
        end),
        left_over as left_amount,
        carried_over as right_amount,
        left_over - carried_over as difference,
        3 * half_unit as tolerance,
        printed_unit as unit,
        'jx01' as table_code,
        page,
        funds_locator as source_locator,
        to_json([
            {%- for side, weight, column_code in [('left', 1, 'full_year_budget'), ('left', -1, 'executed'), ('right', 1, 'carried_over')] %}
            {{ evidence_item("'" ~ side ~ "'", "'jx01'", money_text(column_code, 'printed_unit'), page='page', source_locator='funds_locator', row_key="project_key || '.funds_total'", column_code="'" ~ column_code ~ "'", printed_label='project_name', weight=weight) }}
            {%- if not loop.last %},{% endif %}
            {%- endfor %}
        ]) as evidence
    from projects

)

select * from final
union all by name
{{ without_forms('P07') }}

-- One row per indicator of a self-evaluation form: target and actual taken apart into operator, number and unit.
-- The adjusted target counts where one is printed. What is no number stays words: number NULL.
with facts as (

    select * from {{ ref('fct_performance_cells') }} where row_role = 'item'

),

worded as (

    select
        *,
        {% for column in ['initial_target', 'adjusted_target', 'actual'] %}
        {{ plain_target(column) }} as plain_{{ column }},
        {% endfor %}
        coalesce(nullif(adjusted_target, ''), initial_target) as target
    from facts

),

split as (

    select
        *,
        {{ target_parts("case when plain_adjusted_target <> '' then plain_adjusted_target else plain_initial_target end") }} as target_parts,
        {{ target_parts('plain_actual') }} as actual_parts
    from worded

),

final as (

    select
        document_id,
        project_key,
        row_no,
        row_key,
        printed_label,
        level1,
        level2,
        level3,
        initial_target,
        adjusted_target,
        target,
        actual,
        weight,
        score,
        deviation_note,
        {{ target_operator('target_parts.operator') }} as target_operator,
        try_cast(nullif(target_parts.number, '') as decimal(24, 6)) as target_number,
        target_parts.unit as target_unit,
        nullif(actual_parts.operator, '') as actual_operator,
        try_cast(nullif(actual_parts.number, '') as decimal(24, 6)) as actual_number,
        actual_parts.unit as actual_unit,
        is_confirmed,
        page,
        source_locator
    from split

)

select * from final

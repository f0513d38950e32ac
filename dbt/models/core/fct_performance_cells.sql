-- One row per document × project × form row of jx01 (项目支出绩效自评表), its cells side by side.
-- row_key is p<project>.<row>: p1.funds_total, p1.i03; the project's own line is p1.
with cells as (

    select * from {{ ref('fct_cells') }} where table_code = 'jx01'

),

final as (

    select
        document_id,
        row_no,
        row_key,
        split_part(row_key, '.', 1) as project_key,
        row_role,
        max(printed_label) as printed_label,
        {% for column_code in ['level1', 'level2', 'level3', 'initial_target', 'adjusted_target', 'actual', 'deviation_note', 'grade'] %}
        max(printed_text) filter (where column_code = '{{ column_code }}') as {{ column_code }},
        {% endfor %}
        {% for column_code in ['requested', 'budgeted', 'full_year_budget', 'executed', 'carried_over'] %}
        cast(max(amount_yuan) filter (where column_code = '{{ column_code }}') as decimal(18, 2)) as {{ column_code }},
        {% endfor %}
        {% for column_code in ['execution_percent', 'weight', 'score'] %}
        cast(max(value_numeric) filter (where column_code = '{{ column_code }}') as decimal(12, 4)) as {{ column_code }}{% if not loop.last %},{% endif %}
        {% endfor %}
    from cells
    group by document_id, row_no, row_key, row_role

)

select * from final

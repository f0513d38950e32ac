-- One row per document × project × form row of jx01 (项目支出绩效自评表), its cells side by side.
-- row_key is p<project>.<row>: p1.funds_total, p1.i03; the project's own line, with its total score, is p1.
with cells as (

    select
        *,
        split_part(row_key, '.', 1) as project_key
    from {{ ref('fct_cells') }}
    where table_code = 'jx01'

),

-- Forms drop zeros at the end (150 beside 149.58): a project's money is rounded at the finest decimals it prints.
project_decimals as (

    select document_id, project_key, max(printed_decimals) as finest_decimals
    from cells
    where value_kind = 'money'
    group by document_id, project_key

),

final as (

    select
        cells.document_id,
        cells.row_no,
        cells.row_key,
        cells.project_key,
        cells.row_role,
        max(cells.printed_label) as printed_label,
        {% for column_code in ['department', 'implementing_unit', 'level1', 'level2', 'level3', 'initial_target', 'adjusted_target', 'actual', 'deviation_note', 'grade'] %}
        max(cells.printed_text) filter (where cells.column_code = '{{ column_code }}') as {{ column_code }},
        {% endfor %}
        {% for column_code in ['requested', 'budgeted', 'full_year_budget', 'executed', 'carried_over'] %}
        cast(max(cells.amount_yuan) filter (where cells.column_code = '{{ column_code }}') as decimal(28, 2)) as {{ column_code }},
        {% endfor %}
        {% for column_code in ['execution_percent', 'weight', 'score'] %}
        cast(max(cells.value_numeric) filter (where cells.column_code = '{{ column_code }}') as decimal(28, 4)) as {{ column_code }},
        {% endfor %}
        cast(max(cells.printed_decimals) filter (where cells.column_code = 'execution_percent') as integer) as execution_decimals,
        max(cells.printed_unit) as printed_unit,
        max({{ half_printed_unit('cells.printed_unit', 'project_decimals.finest_decimals') }}) as half_unit,
        bool_and(cells.read_status = 'confirmed') as is_confirmed,
        min(cells.page) as page,
        min_by(cells.source_locator, (cells.column_code not in ('actual', 'executed', 'score'), cells.column_code)) as source_locator
    from cells
    -- A miss is a project that prints no money.
    left join project_decimals
        on cells.document_id = project_decimals.document_id
        and cells.project_key = project_decimals.project_key
    group by cells.document_id, cells.row_no, cells.row_key, cells.project_key, cells.row_role

)

select * from final

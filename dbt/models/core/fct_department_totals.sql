-- One row per loaded document: the totals that its statements print. Never added up here from details.
with cells as (

    select * from {{ ref('fct_cells') }}

),

final as (

    select
        document_id,
        {% for measure, (table_code, column_code, row_key) in {
            'income_total': ('gk01', 'income_amount', 'income_total'),
            'opening_carry_over': ('gk01', 'income_amount', 'opening_carry_over'),
            'use_of_nonfiscal_surplus': ('gk01', 'income_amount', 'use_of_nonfiscal_surplus'),
            'income_grand_total': ('gk01', 'income_amount', 'grand_total'),
            'expenditure_total': ('gk01', 'expenditure_amount', 'expenditure_total'),
            'surplus_distribution': ('gk01', 'expenditure_amount', 'surplus_distribution'),
            'closing_carry_over': ('gk01', 'expenditure_amount', 'closing_carry_over'),
            'expenditure_grand_total': ('gk01', 'expenditure_amount', 'grand_total'),
            'basic': ('gk03', 'basic', 'total'),
            'project': ('gk03', 'project', 'total'),
            'fiscal_appropriation': ('gk02', 'fiscal_appropriation', 'total'),
            'fiscal_income_total': ('gk04', 'income_amount', 'income_total'),
            'fiscal_expenditure_total': ('gk04', 'total', 'expenditure_total'),
            'general_public_total': ('gk05', 'total', 'total'),
            'personnel_basic': ('gk06', 'basic', 'personnel_total'),
            'public_basic': ('gk06', 'basic', 'public_total'),
            'three_public_final': ('gk07', 'final_total', 'three_public'),
        }.items() %}
        cast(max(amount_yuan) filter (
            where table_code = '{{ table_code }}' and column_code = '{{ column_code }}' and row_key = '{{ row_key }}'
        ) as decimal(18, 2)) as {{ measure }}{% if not loop.last %},{% endif %}
        {% endfor %}
    from cells
    group by document_id

)

select * from final

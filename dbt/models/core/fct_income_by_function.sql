-- One row per loaded document × functional account of income, totals left out.
with cells as (

    select * from {{ ref('fct_cells') }}
    where table_code in {{ tables_where("shape = 'by_function' and flow = 'income'") }} and row_role in ('class', 'section', 'item')

),

pivoted as (

    select
        document_id,
        row_key,
        account_code,
        row_role as account_level,
        min(printed_label) as account_name,
        min(row_no) as row_no,
        {{ pivot_amounts({
            'total': 'total',
            'fiscal_appropriation': 'fiscal_appropriation',
            'superior_subsidy': 'superior_subsidy',
            'undertaking': 'undertaking',
            'operating': 'operating',
            'affiliated_remittance': 'affiliated_remittance',
            'other': 'other',
        }) }}
    from cells
    group by document_id, row_key, account_code, row_role

),

final as (

    select
        pivoted.*,
        {{ is_leaf('pivoted') }} as is_leaf
    from pivoted

)

select * from final

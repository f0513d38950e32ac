-- One row per loaded document × functional account of income, totals left out.
with cells as (

    select * from {{ ref('fct_cells') }}
    where table_code in {{ tables_where("shape = 'by_function' and flow = 'income'") }} and row_role in ('class', 'section', 'item') and account_code is not null

),

pivoted as (

    select
        document_id,
        account_code as row_key,
        account_code,
        min_by(row_role, (table_code, row_no, column_code)) as account_level,
        min_by(printed_label, (table_code, row_no, column_code)) as account_name,
        min(row_no) as row_no,
        cast(count(distinct row_no) filter (where cell_state = 'value') as integer) as printed_rows,
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
    group by document_id, account_code

),

final as (

    select
        pivoted.*,
        {{ is_leaf('pivoted') }} as is_leaf
    from pivoted

)

select * from final

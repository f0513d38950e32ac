-- One row per loaded document × functional account of gk03, gk05, gk08 and gk09 side by side, totals left out.
-- An account that only one of the tables prints is there all the same; what the others do not print is NULL.
{% set funds = ['all', 'general_public', 'government_fund', 'state_capital'] %}
with cells as (

    select cells.*, tables.fund
    from {{ ref('fct_cells') }} as cells
    inner join {{ ref('table_shapes') }} as tables on cells.table_code = tables.table_code
    where tables.shape = 'by_function' and tables.flow = 'expenditure'
      and cells.row_role in ('class', 'section', 'item') and cells.account_code is not null

),

pivoted as (

    select
        document_id,
        account_code as row_key,
        account_code,
        min_by(row_role, (table_code, row_no, column_code)) as account_level,
        -- The table of all funds comes first and names every account; the others repeat it.
        min_by(printed_label, (table_code, row_no, column_code)) as account_name,
        min_by(row_no, (table_code, row_no)) as row_no,
        list(distinct table_code order by table_code) as table_codes,
        cast(greatest(
            {%- for fund in funds %}
            count(distinct row_no) filter (where cell_state = 'value' and fund = '{{ fund }}')
            {%- if not loop.last %},{% endif %}
            {%- endfor %}
        ) as integer) as printed_rows,
        {{ pivot_amounts({
            'total': 'total',
            'basic': 'basic',
            'project': 'project',
            'remitted_to_superior': 'remitted_to_superior',
            'operating': 'operating',
            'subsidy_to_affiliated': 'subsidy_to_affiliated',
        }, "fund = 'all'") }},
        {{ pivot_amounts({
            'general_public_total': 'total',
            'general_public_basic': 'basic',
            'general_public_project': 'project',
        }, "fund = 'general_public'") }},
        {{ pivot_amounts({
            'government_fund_opening': 'opening',
            'government_fund_income': 'income',
            'government_fund_total': 'total',
            'government_fund_basic': 'basic',
            'government_fund_project': 'project',
            'government_fund_closing': 'closing',
        }, "fund = 'government_fund'") }},
        {{ pivot_amounts({
            'state_capital_total': 'total',
            'state_capital_basic': 'basic',
            'state_capital_project': 'project',
        }, "fund = 'state_capital'") }}
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

-- One row per loaded document × economic account, totals left out.
with cells as (

    select * from {{ ref('fct_cells') }}
    where table_code in {{ tables_where("shape = 'by_economic'") }} and row_role in ('class', 'section') and account_code is not null

),

pivoted as (

    select
        document_id,
        account_code as row_key,
        account_code,
        min_by(row_role, (row_no, column_code)) as account_level,
        {{ account_classification('account_code', 'table_code') }} as classification,
        min_by(printed_label, (row_no, column_code)) as account_name,
        min(row_no) as row_no,
        cast(count(distinct row_no) filter (where cell_state = 'value') as integer) as printed_rows,
        {{ pivot_amounts({'total': 'total', 'basic': 'basic'}) }}
    from cells
    group by document_id, table_code, account_code

),

final as (

    select
        pivoted.*,
        -- The form's own split: wages and transfers to persons against everything else. The government list has no such split.
        case
            when pivoted.classification = 'government_economic' then null
            when left(pivoted.account_code, 3) in ('301', '303') then 'personnel'
            else 'public'
        end as expense_group,
        {{ is_leaf('pivoted') }} as is_leaf
    from pivoted

)

select * from final

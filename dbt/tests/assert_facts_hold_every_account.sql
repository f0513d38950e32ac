-- Nothing lost on the way from cells to facts: per document and table, the money printed beside accounts adds up to the
-- money in the fact, column by column of the table that the fact takes its totals from.
with printed as (

    select document_id, table_code, sum(amount_yuan) as amount
    from {{ ref('fct_cells') }}
    where column_code = 'total'
      and row_role in ('class', 'section', 'item')
      and account_code is not null
      -- Of an account in two rows the facts hold no figure (decision 0011).
      and not is_repeated
      -- All of 财政拨款 in one table (gk11) is in the facts by its funds.
      and table_code in {{ tables_where("shape in ('by_function', 'by_economic') and fund is distinct from 'fiscal'") }}
    group by document_id, table_code

),

facts as (

    select document_id, 'gk02' as table_code, sum(total) as amount from {{ ref('fct_income_by_function') }} group by document_id
    union all
    select document_id, 'gk03', sum(total) from {{ ref('fct_expenditure_by_function') }} group by document_id
    union all
    select document_id, 'gk05', sum(general_public_total) from {{ ref('fct_expenditure_by_function') }} group by document_id
    union all
    select document_id, 'gk08', sum(government_fund_total) from {{ ref('fct_expenditure_by_function') }} group by document_id
    union all
    select document_id, 'gk09', sum(state_capital_total) from {{ ref('fct_expenditure_by_function') }} group by document_id
    union all
    select document_id, 'gk06', sum(total) from {{ ref('fct_expenditure_by_economic') }} group by document_id

)

select printed.document_id, printed.table_code, printed.amount as printed_amount, facts.amount as fact_amount
from printed
left join facts
    on printed.document_id = facts.document_id
    and printed.table_code = facts.table_code
where printed.amount is distinct from facts.amount

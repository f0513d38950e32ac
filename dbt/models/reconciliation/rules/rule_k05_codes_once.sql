-- K05: no account code stands in two rows of a table.
-- Sums count it twice. Rows that print no figure (a heading repeated after a page break) are not looked at.
with rows_printed as (

    select
        document_id,
        table_code,
        account_code,
        row_no,
        {{ at_first(['printed_label', 'page', 'source_locator'], 'column_code') }}
    from {{ ref('fct_cells') }}
    where table_code in {{ tables_where("shape in ('by_function', 'by_economic')") }}
      and row_role in ('class', 'section', 'item')
      and account_code is not null
      and cell_state = 'value'
    group by document_id, table_code, account_code, row_no

),

counted as (

    select
        document_id,
        table_code,
        account_code,
        count(*) as times,
        {{ at_first(['printed_label', 'page', 'source_locator'], 'row_no', by='max_by') }}
    from rows_printed
    group by document_id, table_code, account_code

),

listed as (

    select
        document_id,
        table_code,
        max(times) > 1 as is_wrong,
        string_agg(account_code || ' ' || printed_label, '、' order by account_code) filter (where times > 1) as detail_zh,
        -- Sums that count the account twice, and comparisons with one of its rows, follow from this.
        'repeated|' || table_code as cause_key,
        {{ at_first(['account_code as printed_text', 'page', 'source_locator'], 'account_code', 'times > 1') }}
    from counted
    group by document_id, table_code

)

{{ table_rule('K05', nothing='no_account_printed') }}

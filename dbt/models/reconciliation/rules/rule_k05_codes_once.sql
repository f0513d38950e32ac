-- K05: no account code stands in two rows of a table.
-- Sums count it twice. Rows that print no figure (a heading repeated after a page break) are not looked at.
with document_tables as (

    select * from {{ ref('fct_document_tables') }} where is_required

),

rows_printed as (

    select
        document_id,
        table_code,
        account_code,
        row_no,
        min_by(printed_label, column_code) as printed_label,
        min_by(page, column_code) as page,
        min_by(source_locator, column_code) as source_locator
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
        max_by(printed_label, row_no) as printed_label,
        max_by(page, row_no) as page,
        max_by(source_locator, row_no) as source_locator
    from rows_printed
    group by document_id, table_code, account_code

),

listed as (

    select
        document_id,
        table_code,
        string_agg(account_code || ' ' || printed_label, '、' order by account_code) filter (where times > 1) as detail_zh,
        min_by(account_code, account_code) filter (where times > 1) as printed_text,
        min_by(page, account_code) filter (where times > 1) as page,
        min_by(source_locator, account_code) filter (where times > 1) as source_locator
    from counted
    group by document_id, table_code

),

final as (

    select
        document_tables.document_id,
        'K05' as rule_id,
        document_tables.table_code as subject,
        unnest(case
            when document_tables.table_state in ('missing', 'not_read') then {{ ruling('no_data', because="'table_' || document_tables.table_state") }}
            when listed.document_id is null then {{ ruling('not_applicable', 'no_account_printed') }}
            when listed.detail_zh is null then {{ ruling('pass') }}
            when document_tables.table_state = 'unconfirmed' then {{ ruling('no_data', 'reading_unconfirmed') }}
            else {{ ruling('fail') }}
        end),
        listed.detail_zh,
        -- Sums that count the account twice, and comparisons with one of its rows, follow from this.
        'repeated|' || document_tables.table_code as cause_key,
        listed.printed_text,
        listed.page,
        listed.source_locator
    from document_tables
    -- A miss is a table without accounts.
    left join listed
        on document_tables.document_id = listed.document_id
        and document_tables.table_code = listed.table_code

)

select * from final

-- K02: no account is printed under a name that was given up before the fiscal year.
-- Only names in the crosswalk are known to be out of date; without it nothing is said.
with documents as (

    select * from {{ ref('dim_judged_document') }}

),

cells as (

    select document_id, table_code, row_no, column_code, account_code, printed_label, page, source_locator
    from {{ ref('fct_cells') }}
    where row_role in ('class', 'section', 'item') and account_code is not null

),

printed as (

    select distinct document_id from cells

),

renamed as (

    select
        old_code as account_code,
        {{ comparable_name('old_name_zh') }} as old_name,
        new_name_zh,
        changed_in_or_before_year
    from {{ ref('account_crosswalk') }}
    where old_code = new_code

),

-- A name is the same in thousands of documents: compared once.
outdated_names as (

    select pairs.account_code, pairs.printed_label, renamed.new_name_zh, renamed.changed_in_or_before_year
    from (select distinct account_code, printed_label from cells) as pairs
    inner join renamed
        on pairs.account_code = renamed.account_code
        and {{ comparable_name('pairs.printed_label') }} = renamed.old_name

),

outdated as (

    select
        cells.document_id,
        cells.account_code,
        outdated_names.new_name_zh,
        min(cells.table_code) as table_code,
        {{ at_first(['cells.printed_label', 'cells.page', 'cells.source_locator'], '(cells.table_code, cells.row_no, cells.column_code)') }}
    from cells
    inner join documents on cells.document_id = documents.document_id
    inner join outdated_names
        on cells.account_code = outdated_names.account_code
        and cells.printed_label = outdated_names.printed_label
        and documents.fiscal_year >= outdated_names.changed_in_or_before_year
    group by cells.document_id, cells.account_code, outdated_names.new_name_zh

),

listed as (

    select
        document_id,
        string_agg(account_code || ' “' || printed_label || '”现为“' || new_name_zh || '”', ';' order by account_code, new_name_zh) as detail_zh,
        {{ at_first(['printed_label as printed_text', 'table_code', 'page', 'source_locator'], '(account_code, new_name_zh)') }}
    from outdated
    group by document_id

),

final as (

    select
        documents.document_id,
        'K02' as rule_id,
        'document' as subject,
        unnest(case
            when listed.document_id is not null then {{ ruling('fail') }}
            when printed.document_id is not null then {{ ruling('pass') }}
            else {{ ruling('no_data', 'no_account_printed') }}
        end),
        listed.* exclude (document_id)
    from documents
    -- A miss is a document without an outdated name.
    left join listed on documents.document_id = listed.document_id
    -- A miss is a document without an account.
    left join printed on documents.document_id = printed.document_id

)

select * from final

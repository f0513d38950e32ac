-- K03: account codes are such as the classification can have.
-- All functional classes and nearly all economic accounts are listed. A 款 or 项 that is not listed in a class that is
-- may well exist: it is unknown, never wrong, and nothing is said of it.
with documents as (

    select * from {{ ref('dim_judged_document') }}

),

printed as (

    select
        document_id,
        account_code,
        table_code in {{ tables_where("classification = 'economic'") }} as is_economic,
        min(table_code) as table_code,
        {{ at_first(['printed_label', 'page', 'source_locator'], '(table_code, row_no, column_code)') }}
    from {{ ref('fct_cells') }}
    where row_role in ('class', 'section', 'item') and account_code is not null
    group by document_id, account_code, is_economic

),

classes as (

    select class_code from {{ ref('dim_functional_account') }}
    union
    select account_code from {{ ref('line_layouts') }} where length(account_code) = 3
    union
    select class_code from {{ ref('dim_economic_account') }}

),

judged as (

    select
        printed.*,
        case
            when left(printed.account_code, 3) not in (select class_code from classes) then true
            when printed.is_economic then printed.account_code not in (select economic_code from {{ ref('dim_economic_account') }})
            else false
        end as is_unknown
    from printed

),

listed as (

    select
        document_id,
        count(*) as codes,
        string_agg(account_code || ' ' || printed_label, '、' order by account_code, is_economic) filter (where is_unknown) as detail_zh,
        {{ at_first(['account_code as printed_text', 'table_code', 'page', 'source_locator'], '(account_code, is_economic)', 'is_unknown') }}
    from judged
    group by document_id

),

final as (

    select
        documents.document_id,
        'K03' as rule_id,
        'document' as subject,
        unnest(case
            when listed.codes is null then {{ ruling('no_data', 'no_account_printed') }}
            when listed.detail_zh is not null then {{ ruling('fail') }}
            else {{ ruling('pass') }}
        end),
        listed.* exclude (document_id, codes)
    from documents
    -- A miss is a document that prints no account.
    left join listed on documents.document_id = listed.document_id

)

select * from final

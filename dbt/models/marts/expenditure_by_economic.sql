with facts as (

    select * from {{ ref('fct_expenditure_by_economic') }}

),

documents as (

    select * from {{ ref('published_documents') }}

),

accounts as (

    select * from {{ ref('dim_account_year') }}

),

account_flags as (

    select distinct document_id, split_part(row_key, '#', 1) as row_key
    from {{ ref('int_flagged_accounts') }}
    where table_code in {{ tables_where("shape = 'by_economic'") }}

),

tables as (

    select * from {{ ref('published_tables') }} where table_code = 'gk06'

),

final as (

    select
        {{ disclosure_columns('documents') }},
        {{ account_key('accounts') }} as account_key,
        facts.account_code,
        facts.account_name,
        facts.account_level,
        facts.row_key,
        facts.is_leaf,
        facts.printed_rows,
        account_flags.row_key is not null or facts.printed_rows > 1 as has_findings,
        facts.classification,
        facts.expense_group,
        facts.total,
        facts.basic
    from facts
    inner join documents on facts.document_id = documents.document_id
    inner join tables on facts.document_id = tables.document_id
    -- A miss is a row without a code.
    left join accounts
        on accounts.classification = facts.classification
        and facts.account_code = accounts.account_code
        and documents.fiscal_year = accounts.fiscal_year
    -- A miss is an account whose figures nothing points at.
    left join account_flags
        on facts.document_id = account_flags.document_id
        and facts.row_key = account_flags.row_key

)

select * from final

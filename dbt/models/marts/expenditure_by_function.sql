with facts as (

    select * from {{ ref('fct_expenditure_by_function') }}

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
    where table_code in {{ tables_where("shape = 'by_function' and flow = 'expenditure'") }}

),

-- The tables of each document whose figures are published.
tables as (

    select document_id, list(table_code order by table_code) as table_codes
    from {{ ref('published_tables') }}
    group by document_id

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
        {{ published_measures({
            'gk03': ['total', 'basic', 'project', 'remitted_to_superior', 'operating', 'subsidy_to_affiliated'],
            'gk05': ['general_public_total', 'general_public_basic', 'general_public_project'],
            'gk08': ['government_fund_opening', 'government_fund_income', 'government_fund_total', 'government_fund_basic', 'government_fund_project', 'government_fund_closing'],
            'gk09': ['state_capital_total', 'state_capital_basic', 'state_capital_project'],
        }) }}
    from facts
    inner join documents on facts.document_id = documents.document_id
    inner join tables
        on facts.document_id = tables.document_id
        and list_has_any(facts.table_codes, tables.table_codes)
    -- A miss is a row without a code.
    left join accounts
        on accounts.classification = 'functional'
        and facts.account_code = accounts.account_code
        and documents.fiscal_year = accounts.fiscal_year
    -- A miss is an account whose figures nothing points at.
    left join account_flags
        on facts.document_id = account_flags.document_id
        and facts.row_key = account_flags.row_key

)

select * from final

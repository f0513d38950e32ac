with statements as (

    select * from {{ ref('fct_statements') }}

),

documents as (

    select * from {{ ref('dim_document') }}

),

accounts as (

    select * from {{ ref('dim_account_year') }}

),

final as (

    select
        {{ disclosure_columns('documents') }},
        statements.statement_no,
        statements.statement_kind,
        statements.topic,
        statements.subject,
        {{ account_key('accounts') }} as account_key,
        statements.account_code,
        statements.other_account_code,
        statements.direction,
        statements.base,
        statements.printed_text,
        statements.text_key,
        statements.section,
        statements.page,
        statements.source_locator,
        statements.excerpt
    from statements
    inner join documents on statements.document_id = documents.document_id
    -- A miss is about no account.
    left join accounts
        on accounts.classification = {{ account_classification('statements.account_code') }}
        and statements.account_code = accounts.account_code
        and documents.fiscal_year = accounts.fiscal_year

)

select * from final

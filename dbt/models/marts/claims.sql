with claims as (

    select * from {{ ref('fct_claims') }}

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
        claims.claim_no,
        claims.claim_key,
        claims.claim_kind,
        claims.topic,
        claims.metric,
        claims.subject,
        {{ account_key('accounts') }} as account_key,
        claims.account_code,
        claims.direction,
        claims.base,
        claims.printed_text,
        claims.value_numeric,
        claims.value_unit,
        claims.section,
        claims.page,
        claims.source_locator,
        claims.excerpt
    from claims
    inner join documents on claims.document_id = documents.document_id
    -- A miss is about no account.
    left join accounts
        on accounts.classification = {{ account_classification('claims.account_code') }}
        and claims.account_code = accounts.account_code
        and documents.fiscal_year = accounts.fiscal_year

)

select * from final

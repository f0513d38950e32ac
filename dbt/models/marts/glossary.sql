with terms as (

    select * from {{ ref('fct_statements') }} where statement_kind = 'term'

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
        cast(row_number() over (partition by terms.document_id order by terms.statement_no) as integer) as glossary_no,
        terms.subject as term,
        nullif(terms.excerpt, '') as definition,
        {{ account_key('accounts') }} as account_key,
        terms.account_code,
        coalesce(terms.base, '') = 'told' as is_used_in_text,
        terms.printed_text,
        terms.text_key,
        terms.section,
        terms.page,
        terms.source_locator
    from terms
    inner join documents on terms.document_id = documents.document_id
    -- A miss explains no account.
    left join accounts
        on accounts.classification = {{ account_classification('terms.account_code') }}
        and terms.account_code = accounts.account_code
        and documents.fiscal_year = accounts.fiscal_year

)

select * from final

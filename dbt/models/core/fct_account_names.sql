-- Which name each document prints for an account, and in how many places: what dim_account_year counts over all documents.
with documents as (

    select * from {{ ref('dim_document') }} where is_loaded

),

printed as (

    select
        document_id,
        {{ account_classification('account_code', 'table_code') }} as classification,
        account_code,
        nullif(printed_label, '') as printed_label,
        1 as places
    from {{ ref('fct_cells') }}
    -- The text names accounts in its own words; it only adds codes that no table prints.
    union all
    select document_id, {{ account_classification('account_code') }}, account_code, null, 0
    from {{ ref('fct_claims') }}
    union all
    select document_id, {{ account_classification('account_code') }}, account_code, null, 0
    from {{ ref('fct_statements') }}

),

-- Lines of gk01 and gk04 carry the code of a class, and a label of their own.
final as (

    select
        printed.document_id,
        printed.classification,
        printed.account_code,
        documents.fiscal_year,
        printed.printed_label,
        -- What waits to be confirmed gives a name only to what nobody else prints.
        cast(
            sum(printed.places) filter (where coalesce(documents.edition, 'current') in ('current', 'superseded')) as integer
        ) as places
    from printed
    inner join documents on printed.document_id = documents.document_id
    where printed.classification is not null
    group by printed.document_id, printed.classification, printed.account_code, documents.fiscal_year, printed.printed_label

)

select * from final

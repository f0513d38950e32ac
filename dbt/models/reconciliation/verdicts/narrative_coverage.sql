-- One row per loaded document: how much of what its narrative states was understood and looked at.
with documents as (

    select * from {{ ref('dim_document') }} where is_loaded

),

claims as (

    select * from {{ ref('fct_claims') }}

),

verdicts as (

    select document_id, subject, from_json(evidence, {{ evidence_type() }}) as evidence
    from {{ ref('int_rule_verdicts') }}
    where status in ('pass', 'rounding', 'fail')
      -- That its unit is printed, or its account in the list, is no check of a figure.
      and left_amount is not null

),

-- A figure was checked where a rule judged it or weighed it in a judgement of another.
checked as (

    select document_id, subject as claim_key from verdicts
    union
    select document_id, item.row_key
    from (select document_id, unnest(evidence) as item from verdicts)
    where item.table_code = 'claims'

),

final as (

    select
        documents.document_id,
        count(claims.claim_key) as narrative_figures,
        count(*) filter (where claims.is_account_expected) as account_figures,
        count(*) filter (where claims.is_account_expected and coalesce(claims.account_code, '') <> '') as account_figures_known,
        count(checked.claim_key) as narrative_figures_checked
    from documents
    -- Misses: a document without narrative, and a figure that no rule looked at.
    left join claims on documents.document_id = claims.document_id
    left join checked
        on claims.document_id = checked.document_id
        and claims.claim_key = checked.claim_key
    group by documents.document_id

)

select * from final

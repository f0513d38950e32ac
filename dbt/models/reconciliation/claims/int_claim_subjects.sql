-- One row per claim × rule about claims: which figures of the narrative each rule must judge.
-- From the selections of the seeds and the claims alone, before any value is looked at.
with claims as (

    select * from {{ ref('fct_claims') }}

),

rule_claims as (

    select * from {{ ref('rule_claims') }}

),

selected as (

    select claims.document_id, claims.claim_key, rule_claims.rule_id
    from claims
    inner join rule_claims
        on regexp_full_match(claims.claim_kind, rule_claims.claim_kinds)
        and (rule_claims.topics is null or regexp_full_match(claims.topic, rule_claims.topics))
        and (rule_claims.metrics is null or regexp_full_match(claims.metric, rule_claims.metrics))
        and (rule_claims.not_metrics is null or not regexp_full_match(claims.metric, rule_claims.not_metrics))
        and (rule_claims.is_repeated is null or contains(claims.claim_key, '#'))
        and (rule_claims.bases is null or regexp_full_match(coalesce(claims.base, ''), rule_claims.bases))

),

final as (

    select document_id, claim_key, rule_id from selected
    union
    select document_id, claim_key, rule_id from {{ ref('int_claim_references') }}
    union
    select document_id, claim_key, rule_id from {{ ref('int_claims_without_account') }}

)

select * from final

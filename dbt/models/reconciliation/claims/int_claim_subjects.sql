-- One row per claim × rule about claims: which figures of the narrative each rule must judge.
-- From the selections of the seeds and the claims alone, before any value is looked at.
with claims as (

    select * from {{ ref('fct_claims') }}

),

rule_claims as (

    select * from {{ ref('rule_claims') }}

),

-- Every figure of a corpus is of one of a hundred kinds: patterns are tried on kinds, figures meet them by equality.
kinds as (

    select distinct claim_kind, topic, metric, base from claims

),

rules_of_kinds as (

    select kinds.*, rule_claims.rule_id, rule_claims.is_repeated
    from kinds
    inner join rule_claims
        on regexp_full_match(kinds.claim_kind, rule_claims.claim_kinds)
        and (rule_claims.topics is null or regexp_full_match(kinds.topic, rule_claims.topics))
        and (rule_claims.metrics is null or regexp_full_match(kinds.metric, rule_claims.metrics))
        and (rule_claims.not_metrics is null or not regexp_full_match(kinds.metric, rule_claims.not_metrics))
        and (rule_claims.bases is null or regexp_full_match(coalesce(kinds.base, ''), rule_claims.bases))

),

selected as (

    select claims.document_id, claims.claim_key, rules_of_kinds.rule_id
    from claims
    inner join rules_of_kinds
        on claims.claim_kind = rules_of_kinds.claim_kind
        and claims.topic is not distinct from rules_of_kinds.topic
        and claims.metric is not distinct from rules_of_kinds.metric
        and claims.base is not distinct from rules_of_kinds.base
    where rules_of_kinds.is_repeated is null or contains(claims.claim_key, '#')

),

final as (

    select document_id, claim_key, rule_id from selected
    union
    select document_id, claim_key, rule_id from {{ ref('int_claim_references') }}
    union
    select document_id, claim_key, rule_id from {{ ref('int_claims_without_account') }}

)

select * from final

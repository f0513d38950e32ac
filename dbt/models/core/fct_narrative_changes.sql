-- One row per loaded document × total for which the narrative prints the change on the year before.
with claims as (

    select *
    from {{ ref('fct_claims') }}
    where claim_kind = 'change_amount' and base = '上年' and direction in ('增加', '减少') and check_value is not null

),

measures as (

    select * from {{ ref('narrative_measures') }}

),

final as (

    select
        claims.document_id,
        measures.measure,
        cast(if(claims.direction = '减少', -claims.check_value, claims.check_value) as decimal(18, 2)) as change_amount,
        claims.half_unit,
        claims.value_unit,
        claims.printed_text,
        claims.claim_key,
        claims.page,
        claims.source_locator
    from claims
    inner join measures
        on claims.topic_family = measures.topic_family
        and claims.metric = measures.metric
        and regexp_full_match(claims.subject, measures.subjects)
    qualify row_number() over (partition by claims.document_id, measures.measure order by claims.claim_no) = 1

)

select * from final

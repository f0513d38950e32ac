-- N25: money has its unit and a percentage its sign. The figure itself may be right: a notice.
with claims as (

    select * from {{ ref('fct_claims') }}

),

subjects as (

    select * from {{ ref('int_claim_subjects') }} where rule_id = 'N25'

),

final as (

    select
        claims.document_id,
        'N25' as rule_id,
        claims.claim_key as subject,
        concat_ws(' ', '情况说明', nullif(claims.account_code, ''), claims.subject) as subject_zh,
        if(coalesce(claims.value_unit, '') = '', 'fail', 'pass') as status,
        'compared' as reason_code,
        claims.page,
        claims.source_locator,
        claims.printed_text,
        if(claims.check_unit = '%', '缺少“%”', '缺少金额单位') as detail_zh,
        to_json([{{ told_item('claims.printed_text', told='claims') }}]) as evidence
    from claims
    inner join subjects
        on claims.document_id = subjects.document_id
        and claims.claim_key = subjects.claim_key

)

select * from final

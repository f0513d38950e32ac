-- N28: an account path of the text (类 / 款 / 项) exists in the tables or in the list of accounts of that year.
-- A name nobody knows may be an old one or a slip of the pen: a notice, with the class it most likely means.
with claims as (

    select * from {{ ref('fct_claims') }}

),

subjects as (

    select * from {{ ref('int_claim_subjects') }} where rule_id = 'N28'

),

final as (

    select
        claims.document_id,
        'N28' as rule_id,
        claims.claim_key as subject,
        '情况说明 ' || claims.subject as subject_zh,
        case
            when not contains(claims.subject, '/') and coalesce(claims.account_code, '') = '' then 'not_applicable'
            when coalesce(claims.account_code, '') = '' then 'fail'
            else 'pass'
        end as status,
        if(not contains(claims.subject, '/') and coalesce(claims.account_code, '') = '', 'no_account_named', 'compared') as reason_code,
        claims.page,
        claims.source_locator,
        claims.subject as printed_text,
        'account_path|' || claims.subject as cause_key,
        to_json([{{ evidence_item("'left'", "'claims'", 'claims.subject', 'claims.page', 'claims.source_locator', 'null', 'claims.claim_key', 'null', 'claims.subject') }}]) as evidence
    from claims
    inner join subjects
        on claims.document_id = subjects.document_id
        and claims.claim_key = subjects.claim_key

)

select * from final

-- N39: where the form asks for the reason of a change, the paragraph gives one. One that stands in front of another change
-- of the section is the reason of what it follows.
with claims as (

    select * from {{ ref('fct_claims') }}

),

subjects as (

    select * from {{ ref('int_claim_subjects') }} where rule_id = 'N39'

),

-- A page is where the paragraphs of several sections stand: the reason of one is none of another.
reasons as (

    select distinct document_id, source_locator, section
    from {{ ref('fct_statements') }}
    where statement_kind = 'reason'

),

-- 其中 lists parts of a change whose reason stands once: any paragraph of the section will do.
section_reasons as (

    select distinct document_id, section
    from {{ ref('fct_statements') }}
    where statement_kind = 'reason'

),

-- 收、支总计比上年减少902.36万元, and 财政拨款收、支总计减少902.36万元 with its reason: where all the money is of one kind, its
-- section explains the total as well.
explained_elsewhere as (

    select distinct claims.document_id, claims.direction, claims.check_value
    from claims
    inner join reasons
        on claims.document_id = reasons.document_id
        and claims.source_locator = reasons.source_locator
        and claims.section is not distinct from reasons.section
    where claims.claim_kind = 'change_amount'
      and claims.base = '上年'
      and claims.metric <> 'grand_total'

),

-- 收入总计增加…主要原因是…。支出总计增加…。
left_alone as (

    select distinct document_id, topic, subject
    from {{ ref('fct_statements') }}
    where statement_kind = 'doubtful_reason' and direction = 'missing' and base = '上年'

),

final as (

    select
        claims.document_id,
        'N39' as rule_id,
        claims.claim_key as subject,
        concat_ws(' ', '情况说明', nullif(claims.account_code, ''), claims.subject) as subject_zh,
        unnest(case
            when claims.check_value = 0 then {{ ruling('not_applicable', 'no_change') }}
            when explained_elsewhere.document_id is not null then {{ ruling('pass') }}
            when left_alone.document_id is not null then {{ ruling('fail') }}
            when reasons.document_id is not null or section_reasons.document_id is not null then {{ ruling('pass') }}
            else {{ ruling('fail') }}
        end),
        claims.page,
        claims.source_locator,
        claims.direction || claims.printed_text || claims.value_unit as printed_text,
        'reason_missing' as cause_key,
        to_json([{{ told_item('claims.printed_text', told='claims') }}]) as evidence
    from claims
    inner join subjects
        on claims.document_id = subjects.document_id
        and claims.claim_key = subjects.claim_key
    left join reasons
        on claims.document_id = reasons.document_id
        and claims.source_locator = reasons.source_locator
        and claims.section is not distinct from reasons.section
    left join section_reasons
        on claims.document_id = section_reasons.document_id
        -- A text without sections is one.
        and claims.section is not distinct from section_reasons.section
    left join explained_elsewhere
        on claims.document_id = explained_elsewhere.document_id
        and claims.direction is not distinct from explained_elsewhere.direction
        and claims.check_value = explained_elsewhere.check_value
        and claims.metric = 'grand_total'
    left join left_alone
        on claims.document_id = left_alone.document_id
        and claims.topic = left_alone.topic
        and claims.subject = left_alone.subject

)

select * from final

-- N36: nothing both changed and stayed level: 决算减少为0.00万元,与上年持平.
with statements as (

    select * from {{ ref('fct_statements') }}

),

claims as (

    select * from {{ ref('fct_claims') }}

),

levels as (

    select * from statements where statement_kind = 'comparison' and base = '上年'

),

-- What the same paragraph says changed, of the same subject.
changes as (

    select
        levels.document_id,
        levels.statement_no,
        max_by(claims.direction || claims.printed_text || claims.value_unit, claims.claim_no) as change_text
    from levels
    inner join claims
        on levels.document_id = claims.document_id
        and levels.source_locator = claims.source_locator
        and levels.topic = claims.topic
        and levels.subject = claims.subject
        and claims.direction in ('增加', '减少')
        and (
            (claims.claim_kind = 'amount' and coalesce(claims.base, '') = '')
            -- 较年初预算减少…,与上年持平: another base, no contradiction.
            or (claims.claim_kind = 'change_amount' and claims.base = '上年' and claims.check_value <> 0)
        )
    group by levels.document_id, levels.statement_no

),

final as (

    select
        levels.document_id,
        'N36' as rule_id,
        levels.statement_key as subject,
        concat_ws(' ', '情况说明', nullif(levels.account_code, ''), levels.subject) as subject_zh,
        if(changes.change_text is null, 'pass', 'fail') as status,
        'compared' as reason_code,
        levels.page,
        levels.source_locator,
        levels.printed_text,
        '同一段又写' || changes.change_text as detail_zh,
        to_json([{{ told_item('levels.printed_text', 'statement_key', 'levels') }}]) as evidence
    from levels
    left join changes
        on levels.document_id = changes.document_id
        and levels.statement_no = changes.statement_no

)

select * from final

-- N31: what stayed level needs no reason for having changed. 总计持平…主要原因:…减少支付 contradicts itself.
-- 基本持平 leaves room for a small change and its reason.
with statements as (

    select * from {{ ref('fct_statements') }}

),

nearly_level as (

    select distinct document_id, source_locator, topic
    from statements
    where statement_kind = 'comparison' and direction = '持平' and starts_with(printed_text, '基本')

),

final as (

    select
        statements.document_id,
        'N31' as rule_id,
        statement_key as subject,
        concat_ws(' ', '情况说明', nullif(account_code, ''), subject) as subject_zh,
        unnest(case
            when nearly_level.document_id is not null then {{ ruling('not_applicable', 'nearly_level') }}
            when coalesce(direction, '') = '' then {{ ruling('pass') }}
            else {{ ruling('fail') }}
        end),
        page,
        statements.source_locator,
        '持平' as printed_text,
        '所述原因却是' || direction as detail_zh,
        to_json([{{ evidence_item("'left'", "'claims'", "coalesce(nullif(excerpt, ''), base)", 'page', 'statements.source_locator', 'null', 'statement_key', 'null', 'subject') }}]) as evidence
    from statements
    left join nearly_level
        on statements.document_id = nearly_level.document_id
        and statements.source_locator = nearly_level.source_locator
        and statements.topic = nearly_level.topic
    where statement_kind = 'reason' and base = '持平'

)

select * from final

-- N31: what stayed level needs no reason for having changed. 总计持平…主要原因:…减少支付 contradicts itself.
with statements as (

    select
        statements.*,
        {{ statement_key() }} as statement_key
    from {{ ref('stg_raw__statements') }} as statements

),

final as (

    select
        document_id,
        'N31' as rule_id,
        statement_key as subject,
        concat_ws(' ', '情况说明', nullif(account_code, ''), subject) as subject_zh,
        if(coalesce(direction, '') = '', 'pass', 'fail') as status,
        'compared' as reason_code,
        page,
        source_locator,
        '持平' as printed_text,
        '所述原因却是' || direction as detail_zh,
        to_json([{{ evidence_item("'left'", "'claims'", "coalesce(nullif(excerpt, ''), base)", 'page', 'source_locator', 'null', 'statement_key', 'null', 'subject') }}]) as evidence
    from statements
    where statement_kind = 'reason' and base = '持平'

)

select * from final

-- N74: percentage points are the difference of two percentages: what an amount grew by, was of its budget or of a whole is per
-- cent. 增加5.00元，增长5.26个百分点. One notice of a document.
with claims as (

    select
        *,
        lag(claim_kind) over told as before_kind,
        lag(subject) over told as before_subject,
        lag(direction) over told as before_direction,
        lag(source_locator) over told as before_locator
    from {{ ref('fct_claims') }}
    window told as (partition by document_id order by claim_no)

),

judged as (

    select
        *,
        value_unit = '个百分点'
        and (
            (
                claim_kind = 'change_percent'
                and (before_kind = 'amount' and subject <> '' or before_kind = 'change_amount' and before_direction = direction)
                and before_subject = subject
                and before_locator is not distinct from source_locator
            )
            -- 占比提高2个百分点 is read as a share of what it rose by.
            or (claim_kind = 'execution_rate' and contains(base, '预算') and coalesce(direction, '') = '')
        ) as is_wrong
    from claims
    where claim_kind in ('change_percent', 'execution_rate', 'share')

),

gathered as (

    select
        document_id,
        coalesce(bool_or(is_wrong), false) as is_wrong,
        string_agg(
            '“' || printed_text || value_unit || '”应为“' || printed_text || '%”', '、' order by claim_no
        ) filter (where is_wrong) as detail_zh,
        min_by(claim_key, claim_no) filter (where is_wrong) as claim_key,
        {{ at_first(['page', 'source_locator', 'printed_text'], '(not is_wrong, claim_no)') }}
    from judged
    group by document_id

)

{% call narrative_rule('N74', judged_by=['is_wrong']) %}
    when gathered.document_id is null then {{ ruling('not_applicable', 'nothing_stated') }}
    when gathered.is_wrong then {{ ruling('fail') }}
    else {{ ruling('pass') }}
{% endcall %}

-- N81: a figure that may differ from its table (机关运行经费 is no more than 公用经费) and is exactly the ten thousandth of it, or ten
-- thousand times it, has the wrong unit: 2589.96元 for 2589.96万元. Where both must be equal, the comparison says so itself.
with compared as (

    select
        claims.document_id,
        claims.claim_no,
        claims.claim_key,
        claims.subject,
        claims.page,
        claims.source_locator,
        claims.printed_text || claims.value_unit as printed_text,
        tables.table_zh,
        tables.printed_unit,
        sources.table_value,
        concat_ws('|', 'stated', claims.topic_family, claims.subject, claims.check_value) as cause_key,
        abs(claims.check_value * 10000 - sources.table_value) <= {{ half_printed_unit("'万元'", 'claims.printed_decimals') }}
        or abs(claims.check_value - sources.table_value * 10000) <= claims.half_unit + sources.half_unit * 10000 as is_slip
    from {{ ref('int_claim_references') }} as sources
    inner join {{ ref('fct_claims') }} as claims
        on sources.document_id = claims.document_id
        and sources.claim_no = claims.claim_no
    inner join {{ ref('rule_catalog') }} as rules
        on sources.rule_id = rules.rule_id
        and rules.relation <> '='
        and rules.severity = 'warning'
    inner join {{ ref('fct_document_tables') }} as tables
        on sources.document_id = tables.document_id
        and sources.table_code = tables.table_code
    where sources.is_read
      and not sources.is_line_missing
      and not sources.is_unconfirmed
      and not sources.is_repeated
      and sources.table_value <> 0
      and claims.check_value <> 0
      and claims.value_unit in ('元', '万元')

),

gathered as (

    select
        document_id,
        bool_or(is_slip) as is_wrong,
        string_agg(
            distinct subject || '写为 ' || printed_text || ',' || table_zh || '为 ' || {{ money_text('table_value', 'printed_unit') }}, ';'
        ) filter (where is_slip) as detail_zh,
        {{ at_first(['page', 'source_locator', 'claim_key', 'printed_text', 'cause_key'], '(not is_slip, claim_no)') }}
    from compared
    group by document_id

)

{% call narrative_rule('N81', judged_by=['is_wrong']) %}
    when gathered.document_id is null then {{ ruling('not_applicable', 'nothing_stated') }}
    when gathered.is_wrong then {{ ruling('fail') }}
    else {{ ruling('pass') }}
{% endcall %}

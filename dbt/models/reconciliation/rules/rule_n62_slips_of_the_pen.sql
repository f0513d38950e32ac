-- N62: slips that change no figure: quotes the wrong way round, marks twice, an end that is none, a clause twice, 万 for 万元.
-- One notice of a document.
with slips as (

    select
        document_id,
        statement_no as place,
        page,
        source_locator,
        printed_text,
        case direction
            when 'reversed_quotes' then '引号颠倒“' || printed_text || '”'
            when 'doubled_mark' then '标点重复“' || printed_text || '”'
            when 'repeated_clause' then '重复“' || printed_text || '”'
            when 'stray_none' then '多出“' || printed_text || '”'
            when 'stray_ending' then '段末标点“' || printed_text || '”'
        end as said_zh
    from {{ ref('fct_statements') }}
    where statement_kind = 'slip'
    union all by name
    select
        document_id,
        claim_no as place,
        page,
        source_locator,
        printed_text || value_unit as printed_text,
        '“' || printed_text || value_unit || '”后缺“元”' as said_zh
    from {{ ref('fct_claims') }}
    where value_unit = '万'

),

gathered as (

    select
        document_id,
        string_agg(said_zh, '、' order by place, said_zh) as detail_zh,
        {{ at_first(['page', 'source_locator', 'printed_text'], '(place, said_zh)') }}
    from slips
    group by document_id

)

{% call narrative_rule('N62', is_of_claim=false) %}
    when gathered.document_id is null then {{ ruling('pass') }}
    else {{ ruling('fail') }}
{% endcall %}

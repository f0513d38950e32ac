-- N63: a reason that only repeats what it is to explain is none: 支出增加的主要原因是支出增加. One notice of a document.
with reasons as (

    select
        *,
        coalesce(printed_text, '') = '重复' as is_repeated
    from {{ ref('fct_statements') }}
    where statement_kind = 'reason'

),

gathered as (

    select
        document_id,
        bool_or(is_repeated) as is_wrong,
        string_agg(
            if(coalesce(excerpt, '') = '', '第 ' || section || ' 节', '“' || excerpt || '”'), '、' order by statement_no
        ) filter (where is_repeated) as detail_zh,
        cast(null as varchar) as claim_key,
        {{ at_first(['page', 'source_locator', 'printed_text'], '(not is_repeated, statement_no)') }}
    from reasons
    group by document_id

)

{% call narrative_rule('N63', judged_by=['is_wrong']) %}
    when gathered.document_id is null then {{ ruling('not_applicable', 'nothing_stated') }}
    when gathered.is_wrong then {{ ruling('fail') }}
    else {{ ruling('pass') }}
{% endcall %}

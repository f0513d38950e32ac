-- N89: 所属事业站所5个，分别是：…: a list has as many names as the text says before it. 和 may be part of a name: between the fewest
-- and the most names that a list can have, any number will do. One notice of a document.
with gathered as (

    select
        document_id,
        bool_or(direction = 'differs') as is_wrong,
        string_agg(subject || printed_text || ',列出 ' || base || ' 个', '、' order by statement_no)
        filter (where direction = 'differs') as detail_zh,
        cast(null as varchar) as claim_key,
        {{ at_first(['page', 'source_locator', 'printed_text'], "(direction <> 'differs', statement_no)") }}
    from {{ ref('fct_statements') }}
    where statement_kind = 'told_list'
    group by document_id

)

{% call narrative_rule('N89', judged_by=['is_wrong']) %}
    when gathered.document_id is null then {{ ruling('not_applicable', 'nothing_stated') }}
    when gathered.is_wrong then {{ ruling('fail') }}
    else {{ ruling('pass') }}
{% endcall %}

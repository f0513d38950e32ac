-- N88: 接待32人次，人均50元: an average follows from some total and some count of its paragraph. The reader tries all of them and
-- leaves out standards and what was estimated. One notice of a document: what the average is of may stand elsewhere.
with gathered as (

    select
        document_id,
        bool_or(direction = 'differs') as is_wrong,
        string_agg(subject || if(subject like '%得分', '', ' ') || printed_text, '、' order by statement_no)
        filter (where direction = 'differs') as detail_zh,
        cast(null as varchar) as claim_key,
        {{ at_first(['page', 'source_locator', 'printed_text'], "(direction <> 'differs', statement_no)") }}
    from {{ ref('fct_statements') }}
    where statement_kind = 'told_average'
    group by document_id

)

{% call narrative_rule('N88', judged_by=['is_wrong']) %}
    when gathered.document_id is null then {{ ruling('not_applicable', 'nothing_stated') }}
    when gathered.is_wrong then {{ ruling('fail') }}
    else {{ ruling('pass') }}
{% endcall %}

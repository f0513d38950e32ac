-- S13: the numbers of sections and paragraphs of 情况说明 follow one another. A number that stands somewhere in the text
-- between is not missing: its line was not taken for the head of a paragraph. One notice of a document.
with numbered as (

    select *
    from {{ ref('fct_statements') }}
    where statement_kind = 'numbering'

),

gathered as (

    select
        document_id,
        true as is_wrong,
        concat_ws(
            ';',
            '跳号:' || string_agg(printed_text, '、' order by statement_no) filter (where base = 'skipped'),
            '重号:' || string_agg(printed_text, '、' order by statement_no) filter (where base = 'repeated')
        ) as detail_zh,
        {{ at_first(['page', 'source_locator', 'printed_text'], 'statement_no') }}
    from numbered
    group by document_id

)

{% call narrative_rule('S13', judged_by=['is_wrong'], is_of_claim=false) %}
    when gathered.is_wrong then {{ ruling('fail') }}
    else {{ ruling('pass') }}
{% endcall %}

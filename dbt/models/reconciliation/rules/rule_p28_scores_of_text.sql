-- P28: a score that the text tells is no more than a hundred, and its grade is the one of its score.
-- The reader leaves out texts with limits of their own. Limits elsewhere are not printed: one notice of a document.
with scores as (

    select
        *,
        try_cast(rtrim(printed_text, '分') as decimal(14, 6)) as score,
        if(base = '不合格', '差', left(base, 1)) as grade
    from {{ ref('fct_statements') }}
    where statement_kind = 'told_score'

),

graded as (

    select
        *,
        case
            when score > {{ threshold('P28', 'full_score') }} then '超过满分 100 分'
            -- A score below half is one of a part.
            when coalesce(grade, '') = '' or score < {{ threshold('P28', 'least_score') }} then null
            when grade <> {{ grade_of('score', '100') }} then '等级却写为“' || base || '”'
        end as wrong_zh
    from scores

),

gathered as (

    select
        document_id,
        bool_or(wrong_zh is not null) as is_wrong,
        string_agg(subject || printed_text || ',' || wrong_zh, '、' order by statement_no) as detail_zh,
        {{ at_first(['page', 'source_locator', 'printed_text'], '(wrong_zh is null, statement_no)') }}
    from graded
    group by document_id

)

{% call narrative_rule('P28', judged_by=['is_wrong'], is_of_claim=false) %}
    when gathered.document_id is null then {{ ruling('not_applicable', 'nothing_stated') }}
    when gathered.is_wrong then {{ ruling('fail') }}
    else {{ ruling('pass') }}
{% endcall %}

-- P17: a self-evaluation of the whole department that was done has a score and money in it. Nought for each of them is a
-- blank of the form filled with 0. One figure alone proves nothing: funds may be told elsewhere.
with figures as (

    select
        *,
        case metric
            when 'self_evaluation_score' then 1
            when 'budget' then 2
            when 'executed' then 3
            else 4
        end as place,
        case metric
            when 'self_evaluation_score' then '自评得分'
            when 'budget' then coalesce(base, '预算') || '数'
            when 'executed' then '执行数'
            else '涉及资金'
        end as name_zh
    from {{ ref('fct_claims') }}
    where topic = 'performance_whole'
      and (
        metric = 'self_evaluation_score'
        or (metric in ('budget', 'executed') and claim_kind = 'amount')
        or (metric = 'whole_evaluation_funds' and subject = '合计')
      )

),

gathered as (

    select
        document_id,
        count(*) as figures,
        max(check_value) filter (where metric = 'self_evaluation_score') as left_amount,
        '分' as unit,
        '部门整体绩效自评' as subject_zh,
        bool_and(check_value = 0) as are_all_zero,
        string_agg(concat_ws(' ', name_zh, printed_text, value_unit), '、' order by place, claim_no) as detail_zh,
        {{ at_first(['page', 'source_locator', 'claim_key', 'printed_text'], '(place, claim_no)') }}
    from figures
    group by document_id

)

{% call narrative_rule('P17', judged_by=['figures', 'are_all_zero']) %}
    when gathered.document_id is null then {{ ruling('not_applicable', 'nothing_stated') }}
    when not gathered.are_all_zero then {{ ruling('pass') }}
    when gathered.left_amount is null or gathered.figures < 2 then {{ ruling('no_data', 'figures_not_stated') }}
    else {{ ruling('fail') }}
{% endcall %}

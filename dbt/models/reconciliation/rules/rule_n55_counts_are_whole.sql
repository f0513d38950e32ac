-- N55: what is counted one by one is told as a whole number: 购置公务用车0.00辆 is an amount's zero in the place of a count.
-- One notice of a document.
with counts as (

    select
        *,
        contains(printed_text, '.') as is_wrong
    from {{ ref('fct_claims') }}
    where claim_kind = 'count'
      and value_unit in ('辆', '个', '批次', '批', '人次', '人', '名', '次', '件', '台', '套', '台（套）', '台套', '家', '户')

),

gathered as (

    select
        document_id,
        bool_or(is_wrong) as is_wrong,
        string_agg(concat_ws(' ', subject, printed_text || value_unit), '、' order by claim_no) filter (where is_wrong) as detail_zh,
        {{ at_first(['page', 'source_locator', 'claim_key', 'printed_text || value_unit as printed_text'], '(not is_wrong, claim_no)') }}
    from counts
    group by document_id

)

{% call narrative_rule('N55', judged_by=['is_wrong']) %}
    when gathered.document_id is null then {{ ruling('not_applicable', 'nothing_stated') }}
    when gathered.is_wrong then {{ ruling('fail') }}
    else {{ ruling('pass') }}
{% endcall %}

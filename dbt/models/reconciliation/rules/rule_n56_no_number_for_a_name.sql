-- N56: where a form has room for a name, no number stands: 组织对0等0个0级项目开展了部门评价. One notice of a document.
with gathered as (

    select
        document_id,
        string_agg(printed_text || coalesce(value_unit, ''), '、' order by claim_no) as detail_zh,
        '情况说明 ' || min_by(subject, claim_no) as subject_zh,
        {{ at_first(['page', 'source_locator', 'claim_key', 'printed_text'], 'claim_no') }}
    from {{ ref('fct_claims') }}
    where metric = 'placeholder'
    group by document_id

)

{% call narrative_rule('N56') %}
    when gathered.document_id is null then {{ ruling('pass') }}
    else {{ ruling('fail') }}
{% endcall %}

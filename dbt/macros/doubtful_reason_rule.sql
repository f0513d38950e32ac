{#
  The verdicts of a rule about doubtful reasons of one kind (``doubt`` is the statement's direction), one per document. The
  caller says one of them in the message: an expression of the columns of fct_statements and of ``place_zh``, what it is
  about and where (the account, else the section where the text was left out).
#}
{% macro doubtful_reason_rule(rule_id, doubt) -%}
with statements as (

    select
        *,
        statement_kind = 'doubtful_reason' and direction = '{{ doubt }}' as is_doubtful,
        concat_ws(' ', nullif(account_code, ''), if(coalesce(excerpt, '') = '', '第 ' || section || ' 节', null)) as place_zh
    from {{ ref('fct_statements') }}
    where statement_kind in ('reason', 'doubtful_reason')

),

gathered as (

    select
        document_id,
        bool_or(is_doubtful) as is_wrong,
        string_agg({{ caller() }}, ';' order by statement_no) filter (where is_doubtful) as detail_zh,
        cast(null as varchar) as claim_key,
        {{ at_first(['page', 'source_locator', 'printed_text'], '(not is_doubtful, statement_no)') }}
    from statements
    group by document_id

)

{% set branches %}
    when gathered.document_id is null then {{ ruling('not_applicable', 'nothing_stated') }}
    when gathered.is_wrong then {{ ruling('fail') }}
    else {{ ruling('pass') }}
{% endset %}
{% call narrative_rule(rule_id, judged_by=['is_wrong']) %}{{ branches }}{% endcall %}
{%- endmacro %}

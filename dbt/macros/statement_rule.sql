{#
  The verdicts of a rule about statements of some kinds, one per document: ``is_wrong`` tells those that are wrong, the caller
  says one of them in the message, both in the columns of fct_statements and of ``columns``; ``separator`` stands between two.
#}
{% macro statement_rule(rule_id, kinds, is_wrong, columns='', separator=';') -%}
with statements as (

    select
        *,
        {{ is_wrong }} as is_told_wrong{{ ',' if columns }}
        {{ columns }}
    from {{ ref('fct_statements') }}
    where statement_kind in ('{{ kinds | join("', '") }}')

),

gathered as (

    select
        document_id,
        bool_or(is_told_wrong) as is_wrong,
        string_agg({{ caller() }}, '{{ separator }}' order by statement_no) filter (where is_told_wrong) as detail_zh,
        {{ at_first(['page', 'source_locator', 'printed_text'], '(not is_told_wrong, statement_no)') }}
    from statements
    group by document_id

)

{% set branches %}
    when gathered.document_id is null then {{ ruling('not_applicable', 'nothing_stated') }}
    when gathered.is_wrong then {{ ruling('fail') }}
    else {{ ruling('pass') }}
{% endset %}
{% call narrative_rule(rule_id, judged_by=['is_wrong'], is_of_claim=false) %}{{ branches }}{% endcall %}
{%- endmacro %}

{#
  The verdicts of a rule about doubtful reasons of one kind (``doubt`` is the statement's direction), one per document. The
  caller says one of them in the message: an expression of the columns of fct_statements and of ``place_zh``, what it is
  about and where (the account, else the section where the text was left out).
#}
{% macro doubtful_reason_rule(rule_id, doubt) -%}
{% set is_doubtful %}statement_kind = 'doubtful_reason' and direction = '{{ doubt }}'{% endset %}
{% set place %}concat_ws(' ', nullif(account_code, ''), if(coalesce(excerpt, '') = '', '第 ' || section || ' 节', null)) as place_zh{% endset %}
{% set said = caller() %}
{% call statement_rule(rule_id, ['reason', 'doubtful_reason'], is_doubtful, columns=place) %}{{ said }}{% endcall %}
{%- endmacro %}

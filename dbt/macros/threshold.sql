{# A threshold of a rule: a row of rule_thresholds.csv, with its reason there. A scalar subquery: not inside `unnest`. #}
{% macro threshold(rule_id, threshold_code) -%}
    (select value from {{ ref('rule_thresholds') }} where rule_id = '{{ rule_id }}' and threshold_code = '{{ threshold_code }}')
{%- endmacro %}

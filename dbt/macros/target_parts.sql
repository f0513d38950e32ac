{#
  What an indicator is to reach or reached, taken apart: operator, number, unit; all blank where it is words. ``text`` has
  signs of one width and no commas, as ``plain_target`` makes it.
#}
{% macro target_parts(text) -%}
    regexp_extract(
        {{ text }},
        '^(≥|≤|>=|<=|=|>|<|不低于|不少于|不小于|大于等于|不超过|不高于|不大于|小于等于|大于|小于|等于)?([0-9][0-9,]*(?:\.[0-9]+)?)([^0-9≥≤=<>]*)$',
        ['operator', 'number', 'unit']
    )
{%- endmacro %}

{% macro plain_target(column) -%}
    translate(coalesce({{ column }}, ''), '＝＞＜％,', '=><%')
{%- endmacro %}

{# The operator that a word or a sign for it is. #}
{% macro target_operator(word) -%}
    case
        when {{ word }} in ('≥', '>=', '不低于', '不少于', '不小于', '大于等于') then '>='
        when {{ word }} in ('≤', '<=', '不超过', '不高于', '不大于', '小于等于') then '<='
        when {{ word }} in ('>', '大于') then '>'
        when {{ word }} in ('<', '小于') then '<'
        when {{ word }} in ('=', '等于') then '='
    end
{%- endmacro %}

{# Whether what was reached misses its target; more than an exact target is no miss. #}
{% macro target_missed(operator, target, actual) -%}
    case {{ operator }}
        when '>=' then {{ actual }} < {{ target }}
        when '<=' then {{ actual }} > {{ target }}
        when '>' then {{ actual }} <= {{ target }}
        when '<' then {{ actual }} >= {{ target }}
        when '=' then {{ actual }} < {{ target }}
    end
{%- endmacro %}

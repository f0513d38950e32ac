{#
  What holds, with its reason, as one value: no second CASE that must be kept in step. For the branches of
  `unnest(case … end)`, which gives the columns status and reason_code. The reason is a code, or SQL (`because`).
#}
{% macro ruling(status, reason_code='compared', because=none) -%}
    {%- if status not in ['pass', 'rounding', 'fail', 'no_data', 'not_applicable'] -%}
        {{ exceptions.raise_compiler_error("no status of a verdict: " ~ status) }}
    {%- endif -%}
    {'status': '{{ status }}', 'reason_code': {{ because or "'" ~ reason_code ~ "'" }}}
{%- endmacro %}

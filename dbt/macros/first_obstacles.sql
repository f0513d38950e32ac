{# Of obstacles written `status:reason`, the first reason not to apply and the first not to be looked at. #}
{% macro first_obstacles(obstacle) -%}
    {%- for status in ['not_applicable', 'no_data'] %}
    min(split_part({{ obstacle }}, ':', 2)) filter (where starts_with({{ obstacle }}, '{{ status }}')) as {{ status }}_reason
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
{%- endmacro %}

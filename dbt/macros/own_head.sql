{# The lowest of the heads above a cell that is kept as printed, without spaces. #}
{% macro own_head(printed_header) -%}
    regexp_replace(string_split(coalesce({{ printed_header }}, ''), '>')[-1], '\s', '', 'g')
{%- endmacro %}

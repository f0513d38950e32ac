{# Schemas carry the layer's own name (staging, core, …), the same in every target: BI and lineage depend on it. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}

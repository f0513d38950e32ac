{# The columns that say whose figures a fact row holds; the same in every mart, so that BI filters alike. #}
{% macro disclosure_columns(relation) -%}
    {{ relation }}.document_id,
        {{ relation }}.disclosure_id,
        {{ relation }}.fiscal_year,
        {{ relation }}.organization_id,
        {{ relation }}.organization_name,
        {{ relation }}.region_code,
        {{ relation }}.scope
{%- endmacro %}

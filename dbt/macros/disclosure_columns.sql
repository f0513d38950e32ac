{# The columns that say whose figures a fact row holds; the same in every mart, so that BI filters alike. #}
{% macro disclosure_columns(relation) -%}
    {{ relation }}.document_id,
        {{ relation }}.disclosure_id,
        {{ relation }}.fiscal_year,
        {{ organization_columns(relation) }}
{%- endmacro %}

{# Unknown is a member of organizations and regions: a join loses nobody, and a NULL would be lost. #}
{% macro organization_columns(relation) -%}
    coalesce({{ relation }}.organization_id, 'unknown') as organization_id,
        {{ relation }}.organization_name,
        coalesce({{ relation }}.region_code, 'unknown') as region_code,
        {{ relation }}.scope
{%- endmacro %}

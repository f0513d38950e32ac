{#
  Which list of accounts a code belongs to: by the table that prints it, else (in the text) by its first digit. NULL where
  there is no code.
#}
{% macro account_classification(code, table_code='null') -%}
    case
        when coalesce({{ code }}, '') = '' then null
        when {{ table_code }} is not null and {{ table_code }} <> 'gk06' then 'functional'
        when starts_with({{ code }}, '5') then 'government_economic'
        when {{ table_code }} = 'gk06' or starts_with({{ code }}, '3') then 'department_economic'
        else 'functional'
    end
{%- endmacro %}

{# What a row without an account has for its key, so that no join loses it. #}
{% macro account_key(accounts) -%}
    coalesce({{ accounts }}.account_key, 'none')
{%- endmacro %}

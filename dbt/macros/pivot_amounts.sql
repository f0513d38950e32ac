{#
  One DECIMAL column per printed column: {'measure': 'column_code'}. Blank stays NULL, it is not zero. So do the figures of
  an account that the table prints in two rows: the first, the last and the sum would each be a guess (decision 0011).
#}
{% macro pivot_amounts(measures, condition='true') -%}
    {%- for measure, column_code in measures.items() %}
        cast(max(amount_yuan) filter (where column_code = '{{ column_code }}' and {{ condition }} and not is_repeated) as decimal(18, 2)) as {{ measure }}
        {%- if not loop.last %},{% endif %}
    {%- endfor %}
{%- endmacro %}

{# True when the same document prints no account below this one: the rows that may be added up. #}
{% macro is_leaf(relation) -%}
    not exists (
        select 1
        from {{ relation }} as below
        where below.document_id = {{ relation }}.document_id
          and below.account_code <> {{ relation }}.account_code
          and starts_with(below.account_code, {{ relation }}.account_code)
    )
{%- endmacro %}

{# The measures of facts, each NULL where its table is withheld: {'gk03': ['total', 'basic'], …}. #}
{% macro published_measures(measures, facts='facts', tables='tables') -%}
    {%- for table_code, names in measures.items() %}
        {%- set is_last_table = loop.last %}
        {%- for name in names %}
        case when list_contains({{ tables }}.table_codes, '{{ table_code }}') then {{ facts }}.{{ name }} end as {{ name }}
        {%- if not (is_last_table and loop.last) %},{% endif %}
        {%- endfor %}
    {%- endfor %}
{%- endmacro %}

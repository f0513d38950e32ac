{#
  Where a verdict about several rows points: of each of ``columns`` (a name, or `expression as name`) the value that
  comes first by ``order`` among the rows that ``where`` lets in; ``by='max_by'`` takes the last. One order for all of
  them, so that page and text are of one row; NULLs are passed over, as min_by does.
#}
{% macro at_first(columns, order, where=none, by='min_by') -%}
    {%- for column in columns %}
        {%- set parts = column.split(' as ') %}
        {{ by }}({{ parts[0] }}, {{ order }}){% if where %} filter (where {{ where }}){% endif %} as {{ parts[-1].split('.')[-1] }}
        {%- if not loop.last %},{% endif %}
    {%- endfor %}
{%- endmacro %}

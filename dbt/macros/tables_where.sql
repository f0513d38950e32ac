{#
  The tables of a shape, of a classification, of a fund: rows of seeds/layouts/table_shapes.csv.
  Use: where table_code in {{ tables_where("shape = 'by_function'") }}
#}
{% macro tables_where(condition) -%}
    (select table_code from {{ ref('table_shapes') }} where {{ condition }})
{%- endmacro %}

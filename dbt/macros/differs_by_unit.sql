{#
  Whether two amounts are one, written in 元 and in 万元: then a whole table has the wrong unit, which its own figures and S09 tell,
  and neither amount is wrong by itself.
#}
{% macro differs_by_unit(left, right) -%}
    (
        abs({{ left }}.check_value - {{ right }}.check_value * 10000) <= {{ left }}.half_unit + {{ right }}.half_unit * 10000
        or abs({{ left }}.check_value * 10000 - {{ right }}.check_value) <= {{ left }}.half_unit * 10000 + {{ right }}.half_unit
    )
{%- endmacro %}

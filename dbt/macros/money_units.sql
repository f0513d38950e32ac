{#
  The units in which money is printed, with the power of ten that makes yuan of them: the rows of money_units.csv, written
  again because SQL is compiled before any seed is loaded. A test compares the two.
#}
{% macro money_units() -%}
    {{ return({'元': 0, '百元': 2, '千元': 3, '万元': 4, '百万元': 6, '亿元': 8}) }}
{%- endmacro %}

{# Whether a unit is one of money. #}
{% macro is_money_unit(unit) -%}
    coalesce({{ unit }} in ('{{ money_units() | join("', '") }}'), false)
{%- endmacro %}

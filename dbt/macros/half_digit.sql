{# Half of the last digit of a number that is printed with so many decimals: as far as it may have been rounded. #}
{% macro half_digit(decimals) -%}
    cast(0.5 * power(10, -({{ decimals }})) as decimal(10, 6))
{%- endmacro %}

{# How many decimals a number has that is kept as text: 97.50 has two, 97 has none. #}
{% macro decimals_of(text) -%}
    length(split_part({{ text }}, '.', 2))
{%- endmacro %}

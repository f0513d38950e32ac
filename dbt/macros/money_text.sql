{#
  An amount as people read it. Yuan in the unit of the page: 14,250,607.65 元, 326.71 万元; what is no money in its own
  unit: 71.65 %, 8 个. Exact: no step goes through floating point.
#}
{% macro money_text(amount, printed_unit) -%}
    case
        {%- for unit, exponent in money_units().items() if exponent %}
        {%- set factor = 'cast(0.' ~ '0' * (exponent - 1) ~ '1 as decimal(' ~ (exponent + 1) ~ ', ' ~ exponent ~ '))' %}
        when {{ printed_unit }} = '{{ unit }}' then
            {{ grouped_digits('cast(cast(' ~ amount ~ ' as decimal(28, 2)) * ' ~ factor ~ ' as decimal(' ~ (18 + exponent) ~ ', ' ~ (2 + exponent) ~ '))', 2 + exponent) }} || ' {{ unit }}'
        {%- endfor %}
        when {{ printed_unit }} = '元' then {{ grouped_digits('cast(' ~ amount ~ ' as decimal(18, 2))', 2) }} || ' 元'
        else {{ grouped_digits('cast(' ~ amount ~ ' as decimal(18, 2))', 2, whole='') }}
            || case when coalesce({{ printed_unit }}, '') = '' then '' else ' ' || {{ printed_unit }} end
    end
{%- endmacro %}

{#
  Digits grouped in threes, at least two decimals, trailing zeros beyond them dropped. Of two decimals `.00` is written as
  ``whole``. No patterns: there are as many texts as verdicts.
#}
{% macro grouped_digits(number, scale, whole='.00') -%}
    case when {{ number }} < 0 then '−' else '' end
    || format('{:,}', cast(trunc(abs({{ number }})) as bigint))
    {%- set decimals = 'right(cast(abs(' ~ number ~ ') as varchar), ' ~ (scale + 1) ~ ')' %}
    || {% if scale > 2 -%}
        left({{ decimals }}, 3) || rtrim(substr({{ decimals }}, 4), '0')
    {%- elif whole != '.00' -%}
        replace({{ decimals }}, '.00', '{{ whole }}')
    {%- else -%}
        {{ decimals }}
    {%- endif %}
{%- endmacro %}

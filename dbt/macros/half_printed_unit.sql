{#
  Half of the last printed place, in yuan, as DECIMAL(28,4); zero where the table prints to the fen.
  A figure printed to the fen was never rounded, so it gets no tolerance; nor does one printed finer than that.
#}
{% macro half_printed_unit(printed_unit, decimals) -%}
    cast(
        case {{ printed_unit }}
            {%- for unit, exponent in money_units().items() %}
            when '{{ unit }}' then
                case {{ decimals }}
                    {%- for decimals_printed in range(exponent + 2) %}
                    {%- set place = exponent - decimals_printed - 1 %}
                    when {{ decimals_printed }} then {{ '5' ~ '0' * place ~ '.0000' if place >= 0 else '0.' ~ '0' * (-place - 1) ~ '5' ~ '0' * (4 + place) }}
                    {%- endfor %}
                    else 0.0000
                end
            {%- endfor %}
            else 0.0000
        end as decimal(28, 4)
    )
{%- endmacro %}

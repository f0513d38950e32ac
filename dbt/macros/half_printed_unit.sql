{#
  Half of the last printed place, in yuan, as DECIMAL(28,4); zero where the table prints to the fen.
  A figure printed to the fen was never rounded, so it gets no tolerance.
  Decimals beyond 6 do not occur in print; they count as exact.
#}
{% macro half_printed_unit(printed_unit, decimals) -%}
    cast(
        case {{ printed_unit }}
            when '元' then
                case {{ decimals }}
                    when 0 then 0.5000
                    when 1 then 0.0500
                    else 0.0000
                end
            when '万元' then
                case {{ decimals }}
                    when 0 then 5000.0000
                    when 1 then 500.0000
                    when 2 then 50.0000
                    when 3 then 5.0000
                    when 4 then 0.5000
                    when 5 then 0.0500
                    else 0.0000
                end
            else 0.0000
        end as decimal(28, 4)
    )
{%- endmacro %}

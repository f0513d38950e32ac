{#
  numerator ÷ denominator in percent, rounded half up to two decimals, as DECIMAL(12,2); NULL on a zero denominator.
  In whole fen: DuckDB's decimal division goes through DOUBLE, which rounds some halves the wrong way.
#}
{% macro percent(numerator, denominator) -%}
    case when {{ denominator }} <> 0 then
        cast(
            sign({{ numerator }}) * sign({{ denominator }})
            * ((20000 * cast(abs({{ numerator }}) * 100 as hugeint) + cast(abs({{ denominator }}) * 100 as hugeint))
                // (2 * cast(abs({{ denominator }}) * 100 as hugeint)))
            as decimal(18, 0)
        ) * cast(0.01 as decimal(3, 2))
    end
{%- endmacro %}

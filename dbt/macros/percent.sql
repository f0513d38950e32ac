{#
  numerator ÷ denominator × factor, rounded half up to two decimals, as DECIMAL(18,2); NULL where either is blank, on a zero
  denominator, and where more than 16 digits stand before the point: such a rate says nothing. The one formula of every
  rate, share, growth and unit cost here.
  In whole fen: DuckDB's decimal division goes through DOUBLE, which rounds some halves the wrong way.
#}
{% macro ratio(numerator, denominator, factor) -%}
    case when {{ denominator }} <> 0 then
        try_cast(
            sign({{ numerator }}) * sign({{ denominator }})
            * ((200 * {{ factor }} * cast(cast(abs({{ numerator }}) as decimal(38, 2)) * 100 as hugeint) + cast(cast(abs({{ denominator }}) as decimal(38, 2)) * 100 as hugeint))
                // (2 * cast(cast(abs({{ denominator }}) as decimal(38, 2)) * 100 as hugeint)))
            * cast(0.01 as decimal(38, 2)) as decimal(18, 2)
        )
    end
{%- endmacro %}

{# numerator ÷ denominator in percent. #}
{% macro percent(numerator, denominator) -%}
    {{ ratio(numerator, denominator, 100) }}
{%- endmacro %}

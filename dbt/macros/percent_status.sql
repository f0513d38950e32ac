{#
  Whether a printed percentage can be numerator ÷ denominator: pass when some value inside the intervals of both rounds
  to it, truncated when one does only if digits are cut off instead of rounded, else fail; NULL where a figure is
  missing or the denominator may be zero. Signs are left out: the direction is a word. No division, so exact.
#}
{% macro percent_status(numerator, numerator_half, denominator, denominator_half, printed, decimals) -%}
    {%- set n = 'try_cast(abs(' ~ numerator ~ ') as decimal(28, 4))' -%}
    {%- set nh = 'cast(coalesce(' ~ numerator_half ~ ', 0) as decimal(28, 4))' -%}
    {%- set d = 'try_cast(abs(' ~ denominator ~ ') as decimal(28, 4))' -%}
    {%- set dh = 'cast(coalesce(' ~ denominator_half ~ ', 0) as decimal(28, 4))' -%}
    {#- What has more digits than money or a percentage can have follows from nothing: it fails, it does not stop a run. -#}
    {%- set p = 'try_cast(' ~ printed ~ ' as decimal(14, 6))' -%}
    {%- set step = '(case ' ~ decimals ~ ' when 0 then 1.000000 when 1 then 0.100000 when 2 then 0.010000 when 3 then 0.001000 else 0.000100 end)' -%}
    case
        when {{ numerator }} is null or {{ denominator }} is null or {{ d }} - {{ dh }} <= 0 then null
        when 100 * ({{ n }} - {{ nh }}) <= ({{ p }} + cast(0.5 * {{ step }} as decimal(14, 6))) * ({{ d }} + {{ dh }})
            and 100 * ({{ n }} + {{ nh }}) >= ({{ p }} - cast(0.5 * {{ step }} as decimal(14, 6))) * ({{ d }} - {{ dh }})
            then 'pass'
        when 100 * ({{ n }} - {{ nh }}) < ({{ p }} + cast({{ step }} as decimal(14, 6))) * ({{ d }} + {{ dh }})
            and 100 * ({{ n }} + {{ nh }}) >= {{ p }} * ({{ d }} - {{ dh }})
            then 'truncated'
        else 'fail'
    end
{%- endmacro %}

{# Whether two amounts are the same but for two digits side by side that changed places: 6,104.00 and 6,014.00. #}
{% macro digits_exchanged(one, other) -%}
    coalesce(
        list_transform(
            [{'one': abs(({{ one }}) * 100)::hugeint::varchar, 'other': abs(({{ other }}) * 100)::hugeint::varchar}],
            pair -> length(pair.one) = length(pair.other)
                and len(list_filter(range(1, length(pair.one) + 1), i -> pair.one[i] <> pair.other[i])) = 2
                and len(list_filter(
                    range(1, length(pair.one)),
                    i -> pair.one[i] <> pair.one[i + 1] and pair.one[i] = pair.other[i + 1] and pair.one[i + 1] = pair.other[i]
                )) = 1
        )[1],
        false
    )
{%- endmacro %}

{# How far a relation (=, <=, >=) between two sides is broken, from left − right: never negative, zero when it holds. #}
{% macro excess(difference='difference', relation='relation') -%}
    case {{ relation }}
        when '=' then abs({{ difference }})
        when '<=' then greatest({{ difference }}, 0)
        when '>=' then greatest(-({{ difference }}), 0)
    end
{%- endmacro %}

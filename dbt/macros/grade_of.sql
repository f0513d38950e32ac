{# The usual grade of a score of so many points (grade_limits.csv). Times the whole, so that no step divides. A scalar subquery: not inside `unnest`. #}
{% macro grade_of(score, whole) -%}
    (select max_by(limits.grade, limits.least_percent) from {{ ref('grade_limits') }} as limits where {{ score }} * 100 >= limits.least_percent * {{ whole }})
{%- endmacro %}

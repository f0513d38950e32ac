{# Rows whose key is not unique, with how often each occurs. A key that holds a NULL counts like any other. #}
{% test unique_combination(model, columns) %}

select {{ columns | join(', ') }}, count(*) as occurrences
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1

{% endtest %}

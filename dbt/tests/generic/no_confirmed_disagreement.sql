{# Tables that pass for confirmed although two readings of a figure differ. #}
{% test no_confirmed_disagreement(model) %}

select document_id, table_code, read_status
from {{ model }}
where readings_agree = false and read_status = 'confirmed'

{% endtest %}

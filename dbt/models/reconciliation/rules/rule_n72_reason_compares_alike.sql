-- N72: a reason compares with what the sentence compares with: with the budget or with last year. One that names both, or
-- anything besides, may be a reason. One notice of a document.
{% call doubtful_reason_rule('N72', 'other_base') %}
    concat_ws(' ', nullif(place_zh, ''), '“' || coalesce(nullif(excerpt, ''), printed_text) || '”')
    || '(是与' || base || '相比,原因说的是' || if(base = '上年', '决算与预算', '与上年') || '相比)'
{% endcall %}

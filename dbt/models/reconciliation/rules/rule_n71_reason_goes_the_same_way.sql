-- N71: a reason goes the way of what it explains: new staff is none for spending less, thrift none for spending more. Only where
-- all its words can go one way alone (reason_words.csv). One notice of a document.
{% call doubtful_reason_rule('N71', 'contrary') %}
    concat_ws(' ', nullif(place_zh, ''), '“' || coalesce(nullif(excerpt, ''), printed_text) || '”(' || base || ')')
{% endcall %}

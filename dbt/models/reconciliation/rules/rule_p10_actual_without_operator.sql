-- P10: an actual value is a value: ≥95% is a target, not what was reached. ＝100% says as much as 100%.
-- One habit of a document, so one finding.
{% call indicator_rule('P10', 'actual', columns={'printed_text': 'actual', 'cause_key': "'jx01_actual_operator'"}) %}
    when nullif(actual, '') is null then {{ ruling('no_data', 'actual_blank') }}
    when regexp_matches(actual, '^[≥≤＞＜><]') then {{ ruling('fail') }}
    else {{ ruling('pass') }}
{% endcall %}

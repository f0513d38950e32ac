-- P12: points taken off an indicator are explained in the column that the form has for it.
{% call indicator_rule('P12', 'score', columns={'left_amount': 'score', 'right_amount': 'weight', 'difference': 'score - weight', 'unit': "'分'"}) %}
    when deviation_note is null then {{ ruling('not_applicable', 'no_note_column') }}
    when score is null then {{ ruling('no_data', 'score_blank') }}
    when score > 0 and weight is null then {{ ruling('no_data', 'weight_blank') }}
    -- A score above a weight of zero is P03's.
    when score > 0 and weight = 0 then {{ ruling('pass', 'weight_zero') }}
    when score >= weight and score > 0 then {{ ruling('pass') }}
    when weight = 0 then {{ ruling('not_applicable', 'weight_zero') }}
    when deviation_note <> '' then {{ ruling('pass') }}
    when not is_confirmed then {{ ruling('no_data', 'figure_unconfirmed') }}
    else {{ ruling('fail') }}
{% endcall %}

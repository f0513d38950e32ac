-- P03: no indicator scores more than its weight.
{% call indicator_rule('P03', 'score', columns={'left_amount': 'score', 'right_amount': 'weight', 'difference': 'score - weight', 'unit': "'分'"}) %}
    when weight is null then {{ ruling('no_data', 'weight_blank') }}
    when score is null then {{ ruling('no_data', 'score_blank') }}
    when score <= weight then {{ ruling('pass') }}
    when not is_confirmed then {{ ruling('no_data', 'figure_unconfirmed') }}
    else {{ ruling('fail') }}
{% endcall %}

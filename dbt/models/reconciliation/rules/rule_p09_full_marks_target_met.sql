-- P09: an indicator that misses its target does not get full marks.
-- Only where target and actual are numbers with the same unit. More than an exact target (=) is no miss.
with indicators as (

    select
        *,
        {{ target_missed('target_operator', 'target_number', 'actual_number') }} as is_missed
    from {{ ref('int_performance_indicators') }}

)

{% call indicator_rule('P09', 'actual', columns={
    'left_amount': 'score',
    'right_amount': 'weight',
    'unit': "'分'",
    'printed_text': 'actual',
    'detail_zh': "'指标值 ' || target || ',实际完成 ' || actual",
}, indicators='indicators') %}
    when weight is null or score is null then {{ ruling('no_data', 'score_blank') }}
    when nullif(actual, '') is null then {{ ruling('no_data', 'actual_blank') }}
    when target_number is null or actual_number is null then {{ ruling('not_applicable', 'words') }}
    when target_operator is null then {{ ruling('not_applicable', 'no_operator') }}
    when target_unit <> actual_unit then {{ ruling('not_applicable', 'other_unit') }}
    when not is_missed or score < weight or weight = 0 then {{ ruling('pass') }}
    when not is_confirmed then {{ ruling('no_data', 'figure_unconfirmed') }}
    else {{ ruling('fail') }}
{% endcall %}

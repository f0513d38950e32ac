-- P11: where the note of an indicator says that its target was changed, the adjusted target is another one.
-- Only wordings that state a change as done; 未调整, 建议调整 and next year's targets are none.
{% set changed = '新的(任务|目标)?(指标|任务|目标)[^，。]{0,4}为|(目标|指标|任务)(任务|值)?(已)?调整为' %}
{% set not_changed = '(未|不|无需|建议|今后|明年|下一?年度?)[^，。]{0,6}调整' %}
{% call indicator_rule('P11', 'adjusted_target', columns={
    'printed_text': 'adjusted_target',
    'detail_zh': 'deviation_note',
    'cause_key': "'jx01_target_not_adjusted/' || project_key",
}) %}
    when adjusted_target is null then {{ ruling('not_applicable', 'no_adjusted_column') }}
    when coalesce(deviation_note, '') = '' then {{ ruling('not_applicable', 'no_note') }}
    when not regexp_matches(deviation_note, '{{ changed }}') or regexp_matches(deviation_note, '{{ not_changed }}') then {{ ruling('not_applicable', 'no_change_noted') }}
    when coalesce(initial_target, '') = '' then {{ ruling('no_data', 'target_blank') }}
    when adjusted_target <> '' and adjusted_target <> initial_target then {{ ruling('pass') }}
    else {{ ruling('fail') }}
{% endcall %}

-- P18: points are given for something that was reached: not for a blank or a dash, and not for a number of which the note
-- says that there is none. 无 is an answer where the target is that nothing happens. A column of which no cell was read in
-- a form is no blank of the publisher.
with words as (

    select
        '^(?:' || string_agg(pattern, '|' order by pattern) filter (where word_kind = 'no_value') || ')$' as no_value,
        string_agg(pattern, '|' order by pattern) filter (where word_kind = 'nothing_wanted') as nothing_wanted,
        string_agg(pattern, '|' order by pattern) filter (where word_kind = 'no_value_note') as no_value_note
    from {{ ref('performance_words') }}

),

-- A note denies the value: both are words, whatever is doubted of the points beside them.
said as (

    select document_id, row_key, bool_and(read_status = 'confirmed') as is_said_confirmed
    from {{ ref('fct_cells') }}
    where table_code = 'jx01' and column_code in ('actual', 'deviation_note')
    group by document_id, row_key

),

indicators as (

    select
        indicators.*,
        coalesce(said.is_said_confirmed, false) as is_said_confirmed,
        count(nullif(indicators.actual, '')) over (partition by indicators.document_id, indicators.project_key) = 0 as is_column_blank,
        coalesce(indicators.actual, '') = '' as is_blank,
        regexp_matches(coalesce(indicators.actual, ''), words.no_value)
        and not regexp_matches(coalesce(indicators.target, ''), words.nothing_wanted) as is_placeholder,
        indicators.actual_number is not null
        and regexp_matches(coalesce(indicators.deviation_note, ''), words.no_value_note) as is_denied
    from {{ ref('int_performance_indicators') }} as indicators
    cross join words
    left join said
        on indicators.document_id = said.document_id
        and indicators.row_key = said.row_key

)

{% call indicator_rule('P18', 'actual', columns={
    'left_amount': 'score',
    'unit': "'分'",
    'printed_text': 'actual',
    'detail_zh': "case when is_blank then '实际完成值空白,得分 ' || " ~ money_text('score', "'分'")
        ~ " when is_placeholder then '实际完成值印为“' || actual || '”,得分 ' || " ~ money_text('score', "'分'")
        ~ " else '实际完成值印为“' || actual || '”,说明却称没有数值:' || deviation_note end",
    'cause_key': "'jx01_actual_placeholder/' || project_key",
}, indicators='indicators') %}
    when score is null then {{ ruling('no_data', 'score_blank') }}
    when is_column_blank then {{ ruling('no_data', 'column_blank') }}
    when is_blank and score = 0 then {{ ruling('no_data', 'actual_blank') }}
    when not (is_denied or ((is_blank or is_placeholder) and score > 0)) then {{ ruling('pass') }}
    when not (is_confirmed or (is_denied and is_said_confirmed)) then {{ ruling('no_data', 'figure_unconfirmed') }}
    when is_blank then {{ ruling('fail', 'actual_blank') }}
    else {{ ruling('fail') }}
{% endcall %}

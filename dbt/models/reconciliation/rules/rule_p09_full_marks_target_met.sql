-- P09: an indicator that misses its target does not get full marks.
-- Only where target and actual are numbers with the same unit. More than an exact target (=) is no miss.
with indicators as (

    select
        *,
        case target_operator
            when '>=' then actual_number < target_number
            when '<=' then actual_number > target_number
            when '>' then actual_number <= target_number
            when '<' then actual_number >= target_number
            when '=' then actual_number < target_number
        end as is_missed
    from {{ ref('int_performance_indicators') }}

),

final as (

    select
        document_id,
        'P09' as rule_id,
        row_key as subject,
        printed_label as subject_zh,
        unnest(case
            when weight is null or score is null then {{ ruling('no_data', 'score_blank') }}
            when nullif(actual, '') is null then {{ ruling('no_data', 'actual_blank') }}
            when target_number is null or actual_number is null then {{ ruling('not_applicable', 'words') }}
            when target_operator is null then {{ ruling('not_applicable', 'no_operator') }}
            when target_unit <> actual_unit then {{ ruling('not_applicable', 'other_unit') }}
            when not is_missed or score < weight or weight = 0 then {{ ruling('pass') }}
            when not is_confirmed then {{ ruling('no_data', 'figure_unconfirmed') }}
            else {{ ruling('fail') }}
        end),
        score as left_amount,
        weight as right_amount,
        '分' as unit,
        'jx01' as table_code,
        page,
        source_locator,
        actual as printed_text,
        '指标值 ' || target || ',实际完成 ' || actual as detail_zh,
        to_json([{{ evidence_item("'left'", "'jx01'", 'actual', page='page', source_locator='source_locator', row_no='row_no', row_key='row_key', column_code="'actual'", printed_label='printed_label') }}]) as evidence
    from indicators

)

select * from final
union all by name
{{ without_forms('P09') }}

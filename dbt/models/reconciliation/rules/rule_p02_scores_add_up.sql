-- P02: the scores of the indicators and of the execution rate add up to the total score.
-- Scores with decimals may have been rounded, each by half of the second decimal.
with projects as (

    select
        *,
        score_sum + coalesce(execution_score, 0) as added,
        cast(0.005 as decimal(6, 4)) * (
            rounded_scores
            + case when execution_score <> floor(execution_score) then 1 else 0 end
            + case when total_score <> floor(total_score) then 1 else 0 end
        ) as allowed
    from {{ ref('int_performance_projects') }}

),

final as (

    select
        document_id,
        'P02' as rule_id,
        project_key as subject,
        project_name as subject_zh,
        unnest(case
            when total_score is null then {{ ruling('no_data', 'no_total_score') }}
            when score_sum is null then {{ ruling('no_data', 'no_scores') }}
            when added = total_score then {{ ruling('pass') }}
            when abs(added - total_score) <= allowed then {{ ruling('rounding') }}
            when blank_scores > 0 then {{ ruling('no_data', 'score_blank') }}
            when execution_score is null then {{ ruling('no_data', 'no_execution_score') }}
            when not are_indicators_confirmed or not is_head_confirmed then {{ ruling('no_data', 'figure_unconfirmed') }}
            else {{ ruling('fail') }}
        end),
        added as left_amount,
        total_score as right_amount,
        added - total_score as difference,
        allowed as tolerance,
        '分' as unit,
        'jx01' as table_code,
        page,
        source_locator,
        cast(cast(total_score as decimal(18, 2)) as varchar) as printed_text,
        to_json([{{ evidence_item("'right'", "'jx01'", "cast(cast(total_score as decimal(18, 2)) as varchar)", page='page', source_locator='source_locator', row_key='project_key', column_code="'score'", printed_label='project_name') }}]) as evidence
    from projects

)

select * from final
union all by name
{{ without_forms('P02') }}

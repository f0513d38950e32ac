-- P12: points taken off an indicator are explained in the column that the form has for it.
with indicators as (

    select * from {{ ref('int_performance_indicators') }}

),

final as (

    select
        document_id,
        'P12' as rule_id,
        row_key as subject,
        printed_label as subject_zh,
        case
            when deviation_note is null then 'not_applicable'
            when score is null then 'no_data'
            when score > 0 and weight is null then 'no_data'
            when score >= weight and score > 0 then 'pass'
            when weight = 0 then 'not_applicable'
            when deviation_note <> '' then 'pass'
            when not is_confirmed then 'no_data'
            else 'fail'
        end as status,
        case
            when deviation_note is null then 'no_note_column'
            when score is null then 'score_blank'
            when score > 0 and weight is null then 'weight_blank'
            when weight = 0 then 'weight_zero'
            when coalesce(score < weight, true) and deviation_note = '' and not is_confirmed then 'figure_unconfirmed'
            else 'compared'
        end as reason_code,
        score as left_amount,
        weight as right_amount,
        score - weight as difference,
        '分' as unit,
        'jx01' as table_code,
        page,
        source_locator,
        to_json([{{ evidence_item("'left'", "'jx01'", "cast(cast(score as decimal(18, 2)) as varchar)", page='page', source_locator='source_locator', row_no='row_no', row_key='row_key', column_code="'score'", printed_label='printed_label') }}]) as evidence
    from indicators

)

select * from final
union all by name
{{ without_forms('P12') }}

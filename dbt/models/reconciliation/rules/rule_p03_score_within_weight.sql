-- P03: no indicator scores more than its weight.
with indicators as (

    select * from {{ ref('int_performance_indicators') }}

),

final as (

    select
        document_id,
        'P03' as rule_id,
        row_key as subject,
        printed_label as subject_zh,
        unnest(case
            when weight is null then {{ ruling('no_data', 'weight_blank') }}
            when score is null then {{ ruling('no_data', 'score_blank') }}
            when score <= weight then {{ ruling('pass') }}
            when not is_confirmed then {{ ruling('no_data', 'figure_unconfirmed') }}
            else {{ ruling('fail') }}
        end),
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
{{ without_forms('P03') }}

-- P10: an actual value is a value: ≥95% is a target, not what was reached. ＝100% says as much as 100%.
-- One habit of a document, so one finding.
with indicators as (

    select * from {{ ref('int_performance_indicators') }}

),

final as (

    select
        document_id,
        'P10' as rule_id,
        row_key as subject,
        printed_label as subject_zh,
        unnest(case
            when nullif(actual, '') is null then {{ ruling('no_data', 'actual_blank') }}
            when regexp_matches(actual, '^[≥≤＞＜><]') then {{ ruling('fail') }}
            else {{ ruling('pass') }}
        end),
        'jx01' as table_code,
        page,
        source_locator,
        actual as printed_text,
        'jx01_actual_operator' as cause_key,
        to_json([{{ evidence_item("'left'", "'jx01'", 'actual', page='page', source_locator='source_locator', row_no='row_no', row_key='row_key', column_code="'actual'", printed_label='printed_label') }}]) as evidence
    from indicators

)

select * from final
union all by name
{{ without_forms('P10') }}

-- P01: the weights of the indicators and of the execution rate add up to the printed total weight, else to 100.
-- Where a form prints no weight for the execution rate, 10 is the custom; another one is accepted where the score of
-- the execution rate is just its share of the weight that is left.
with projects as (

    select
        *,
        coalesce(total_weight, 100) as expected,
        coalesce(total_weight, 100) - weight_sum as left_over
    from {{ ref('int_performance_projects') }}

),

measured as (

    select
        *,
        weight_sum + case
            when execution_weight is not null then execution_weight
            when execution_score is null then 0
            when abs(execution_score * 100 - left_over * least(execution_percent, 100)) <= 1 and left_over > 0 then left_over
            else 10
        end as total
    from projects

),

final as (

    select
        document_id,
        'P01' as rule_id,
        project_key as subject,
        project_name as subject_zh,
        unnest(case
            when total = expected then {{ ruling('pass') }}
            when weight_sum is null then {{ ruling('no_data', 'no_weights') }}
            when not are_indicators_confirmed or not is_head_confirmed then {{ ruling('no_data', 'figure_unconfirmed') }}
            else {{ ruling('fail') }}
        end),
        total as left_amount,
        expected as right_amount,
        total - expected as difference,
        '分' as unit,
        'jx01' as table_code,
        page,
        source_locator,
        case when blank_weights > 0 then ',其中 ' || blank_weights || ' 项没有印分值' else '' end as detail_zh,
        to_json([{{ evidence_item("'right'", "'jx01'", "cast(total_weight as varchar)", page='page', source_locator='source_locator', row_key='project_key', column_code="'weight'", printed_label='project_name') }}]) as evidence
    from measured

)

select * from final
union all by name
{{ without_forms('P01') }}

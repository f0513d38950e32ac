-- P08: the grade is the one of the total score: 优 from 90, 良 from 80, 中 from 60, below that 差.
-- Where the total weight is not 100 the score is scaled. Forms do not print these limits: a notice.
with projects as (

    select
        *,
        case when coalesce(total_weight, 100) > 0 then coalesce(total_weight, 100) end as whole
    from {{ ref('int_performance_projects') }}

),

judged as (

    select
        *,
        -- Times the weight, so that no step divides.
        case
            when total_score * 100 >= 90 * whole then '优'
            when total_score * 100 >= 80 * whole then '良'
            when total_score * 100 >= 60 * whole then '中'
            else '差'
        end as expected,
        left(grade, 1) as own_grade
    from projects

),

final as (

    select
        document_id,
        'P08' as rule_id,
        project_key as subject,
        project_name as subject_zh,
        unnest(case
            when grade is null then {{ ruling('not_applicable', 'no_grade') }}
            when total_score is null or whole is null then {{ ruling('no_data', 'no_total_score') }}
            when own_grade not in ('优', '良', '中', '差') then {{ ruling('not_applicable', 'other_scale') }}
            when own_grade = expected then {{ ruling('pass') }}
            when not is_head_confirmed then {{ ruling('no_data', 'figure_unconfirmed') }}
            else {{ ruling('fail') }}
        end),
        total_score as left_amount,
        '分' as unit,
        'jx01' as table_code,
        page,
        source_locator,
        grade as printed_text,
        expected as detail_zh,
        to_json([{{ evidence_item("'left'", "'jx01'", 'grade', page='page', source_locator='source_locator', row_key='project_key', column_code="'grade'", printed_label='project_name') }}]) as evidence
    from judged

)

select * from final
union all by name
{{ without_forms('P08') }}

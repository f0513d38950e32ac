-- P08: the grade is the one of the total score (grade_limits.csv).
-- Where the total weight is not 100 the score is scaled. Forms do not print these limits: a notice.
with projects as (

    select
        *,
        case when coalesce(total_weight, 100) > 0 then coalesce(total_weight, 100) end as whole
    from {{ ref('int_performance_projects') }}

),

judged as (

    select
        projects.*,
        {{ grade_of('projects.total_score', 'projects.whole') }} as expected,
        usual.grade as own_grade
    from projects
    -- A miss is a grade of another scale.
    left join {{ ref('grade_limits') }} as usual on left(projects.grade, 1) = usual.grade

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
            when own_grade is null then {{ ruling('not_applicable', 'other_scale') }}
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

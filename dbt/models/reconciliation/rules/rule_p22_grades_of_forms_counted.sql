-- P22: of each grade there are not more forms than the narrative counts projects, and as many where all are published.
with forms as (

    select
        document_id,
        left(grade, 1) as grade,
        count(*) as forms,
        min(page) as page,
        bool_and(is_head_confirmed) as is_confirmed
    from {{ ref('int_performance_projects') }}
    where regexp_matches(coalesce(grade, ''), '^[优良中差]')
    group by document_id, left(grade, 1)

),

counts as (

    select
        document_id,
        regexp_extract(subject, '-([优良中差])[^-]*$', 1) as grade,
        regexp_matches(subject, '级项目-[^-]*$') as is_of_level,
        check_value,
        claim_no,
        claim_key,
        page,
        source_locator
    from {{ ref('fct_claims') }}
    where metric = 'projects_by_grade' and claim_kind = 'count'

),

-- Counts of first- and second-level projects are parts, what is told of all projects is a whole told once or more.
told as (

    select
        document_id,
        grade,
        coalesce(sum(check_value) filter (where is_of_level), max(check_value)) as projects,
        {{ at_first(['page', 'source_locator', 'claim_key'], 'claim_no') }}
    from counts
    where grade <> ''
    group by document_id, grade

),

compared as (

    select
        told.*,
        coalesce(forms.forms, 0) as forms,
        coalesce(forms.is_confirmed, true) as is_confirmed,
        coalesce(forms.forms, 0) > told.projects or (published.status = 'pass' and coalesce(forms.forms, 0) <> told.projects) as is_wrong
    from told
    inner join (select distinct document_id from {{ ref('int_performance_projects') }}) as publishers on told.document_id = publishers.document_id
    left join forms
        on told.document_id = forms.document_id
        and told.grade = forms.grade
    left join {{ ref('rule_p14_counted_projects_published') }} as published on told.document_id = published.document_id

),

gathered as (

    select
        document_id,
        bool_or(is_wrong) as is_wrong,
        bool_and(is_confirmed) as is_confirmed,
        string_agg(
            grade || ':情况说明 ' || cast(projects as bigint) || ' 个,公开的自评表 ' || forms || ' 个', ';' order by strpos('优良中差', grade)
        ) filter (where is_wrong) as listed,
        {{ at_first(['page', 'source_locator', 'claim_key'], "(not is_wrong, strpos('优良中差', grade))") }}
    from compared
    group by document_id

),

graded as (

    select document_id, count(*) filter (where regexp_matches(coalesce(grade, ''), '^[优良中差]')) as graded
    from {{ ref('int_performance_projects') }}
    group by document_id

),

final as (

    select
        graded.document_id,
        'P22' as rule_id,
        'document' as subject,
        '各等级的项目' as subject_zh,
        unnest(case
            when gathered.document_id is null then {{ ruling('no_data', 'not_in_text') }}
            when graded.graded = 0 then {{ ruling('no_data', 'no_grade') }}
            when not gathered.is_wrong then {{ ruling('pass') }}
            when not gathered.is_confirmed then {{ ruling('no_data', 'figure_unconfirmed') }}
            else {{ ruling('fail') }}
        end),
        'claims' as table_code,
        gathered.page,
        gathered.source_locator,
        gathered.listed as detail_zh,
        to_json([{{ evidence_item("'left'", "'claims'", 'gathered.listed', page='gathered.page', source_locator='gathered.source_locator', row_key='gathered.claim_key') }}]) as evidence
    from graded
    left join gathered on graded.document_id = gathered.document_id

)

select * from final
union all by name
{{ without_forms('P22') }}

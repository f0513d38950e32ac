-- P14: as many self-evaluation forms are published as the narrative counts self-evaluated projects.
-- Documents without a form publish them elsewhere, if at all: not applicable. A department may publish a choice of its
-- forms: a notice.
with forms as (

    select document_id, count(*) as forms, min(page) as page, min(source_locator) as source_locator
    from {{ ref('int_performance_projects') }}
    group by document_id

),

-- The same count is told more than once; one-level projects, two-level projects … are told one by one: 64 of the second
-- level may be what the 6 of the first are made of, so that only their sum or one of them must be that of the forms.
counted as (

    select
        document_id,
        subject,
        max(check_value) as projects,
        min(page) as page,
        {{ at_first(['source_locator', 'claim_key'], 'claim_no') }}
    from {{ ref('fct_claims') }}
    where metric = 'self_evaluated_projects' or (metric = 'performance_projects' and subject = '绩效自评项目')
    group by document_id, subject

),

possible as (

    select document_id, projects
    from counted
    where subject like '%级项目' and projects > 0
    union
    select
        document_id,
        coalesce(
            sum(projects) filter (where subject like '%级项目'),
            max(projects)
        ) as projects
    from counted
    group by document_id

),

-- Of the counts that it may be, the nearest to the forms.
nearest as (

    select possible.document_id, possible.projects
    from possible
    inner join forms on possible.document_id = forms.document_id
    qualify row_number() over (partition by possible.document_id order by abs(possible.projects - forms.forms), possible.projects desc) = 1

),

told as (

    select
        counted.document_id,
        max(nearest.projects) as projects,
        {{ at_first(['source_locator', 'page', 'claim_key'], '(counted.projects, counted.subject)', by='max_by') }}
    from counted
    inner join nearest on counted.document_id = nearest.document_id
    group by counted.document_id

),

final as (

    select
        forms.document_id,
        'P14' as rule_id,
        'document' as subject,
        '绩效自评项目' as subject_zh,
        unnest(case
            when told.projects is null then {{ ruling('no_data', 'not_in_text') }}
            when told.projects = forms.forms then {{ ruling('pass') }}
            else {{ ruling('fail') }}
        end),
        told.projects as left_amount,
        forms.forms as right_amount,
        told.projects - forms.forms as difference,
        '个' as unit,
        'jx01' as table_code,
        coalesce(told.page, forms.page) as page,
        coalesce(told.source_locator, forms.source_locator) as source_locator,
        to_json([{{ evidence_item("'left'", "'claims'", 'cast(told.projects as varchar)', page='told.page', source_locator='told.source_locator', row_key='told.claim_key') }}]) as evidence
    from forms
    -- A miss is a narrative that counts no projects.
    left join told on forms.document_id = told.document_id

)

select * from final
union all by name
{{ without_forms('P14') }}

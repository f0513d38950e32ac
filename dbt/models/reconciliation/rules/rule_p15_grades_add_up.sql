-- P15: the numbers of projects by grade add up to the number of projects they are counted from.
-- Where only some of the grades are told, more than all is wrong, and less makes one wonder which the others got.
-- Purely of the narrative.
-- The same number of the same grade told once more is the same.
with told as (

    select
        *,
        row_number() over (partition by document_id, subject, check_value order by claim_no) = 1 as is_first
    from {{ ref('fct_claims') }}
    where metric = 'projects_by_grade' and subject is not null

),

grades as (

    select
        document_id,
        regexp_replace(subject, '-[^-]*$', '') as head,
        count(distinct regexp_extract(subject, '-([^-]*)$', 1)) as grades,
        case when count(check_value) = count(*) then sum(check_value) filter (where is_first) end as projects,
        min(page) as page,
        {{ at_first(['source_locator', 'claim_key'], 'claim_no') }},
        string_agg(regexp_extract(subject, '-([^-]*)$', 1) || ' ' || printed_text || ' 个', '、' order by claim_no) filter (where is_first) as listed
    from told
    group by document_id, head

),

counted as (

    select
        document_id,
        subject as head,
        max(check_value) as projects
    from {{ ref('fct_claims') }}
    where metric in ('self_evaluated_projects', 'performance_projects') and claim_kind = 'count'
    group by document_id, subject

),

judged as (

    select
        grades.*,
        counted.projects as counted,
        grades.projects - counted.projects as difference
    from grades
    left join counted
        on grades.document_id = counted.document_id
        and grades.head = counted.head

),

final as (

    select
        document_id,
        'P15' as rule_id,
        head as subject,
        head as subject_zh,
        unnest(case
            when counted is null then {{ ruling('no_data', 'not_counted') }}
            when difference = 0 then {{ ruling('pass') }}
            else {{ ruling('fail') }}
        end),
        case when difference < 0 and grades < 4 then 'notice' end as severity,
        projects as left_amount,
        counted as right_amount,
        difference as difference,
        '个' as unit,
        'claims' as table_code,
        page,
        source_locator,
        listed as detail_zh,
        to_json([{{ evidence_item("'left'", "'claims'", 'listed', page='page', source_locator='source_locator', row_key='claim_key') }}]) as evidence
    from judged

)

select * from final

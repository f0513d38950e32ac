-- P27: as many indicators as the text says were set stand in the form of the project; goals are no more than its rows, as a
-- goal may have several indicators.
with told as (

    select
        projects.document_id,
        projects.project_key,
        claims.metric = 'goals_set' as is_goals,
        claims.check_value as number,
        claims.claim_no,
        claims.claim_key,
        claims.page,
        claims.source_locator,
        claims.printed_text || claims.value_unit as printed_text
    from {{ ref('fct_claims') }} as claims
    inner join {{ ref('int_performance_projects') }} as projects
        on claims.document_id = projects.document_id
        and (
            contains(projects.project_name, regexp_replace(claims.subject, '(?:支出)?项目$', ''))
            or contains(claims.subject, regexp_replace(projects.project_name, '(?:支出)?项目$', ''))
        )
    where claims.metric in ('indicators_set', 'goals_set')
      and claims.subject <> ''
    qualify row_number() over (
        partition by projects.document_id, projects.project_key order by claims.metric = 'goals_set', claims.claim_no
    ) = 1

),

final as (

    select
        projects.document_id,
        'P27' as rule_id,
        projects.project_key as subject,
        '自评项目 ' || projects.project_name as subject_zh,
        unnest(case
            when told.document_id is null then {{ ruling('not_applicable', 'nothing_stated') }}
            when projects.indicators = 0 then {{ ruling('no_data', 'figures_not_stated') }}
            when if(told.is_goals, told.number <= projects.indicators, told.number = projects.indicators) then {{ ruling('pass') }}
            when not projects.are_indicators_confirmed then {{ ruling('no_data', 'figure_unconfirmed') }}
            else {{ ruling('fail') }}
        end),
        told.number as left_amount,
        projects.indicators as right_amount,
        told.number - projects.indicators as difference,
        '个' as unit,
        'jx01' as table_code,
        told.page,
        told.source_locator,
        told.printed_text,
        if(told.is_goals, '目标', '指标') || '写为 ' || told.printed_text || ',自评表列有指标 ' || projects.indicators || ' 项' as detail_zh,
        to_json([{{ evidence_item("'left'", "'claims'", 'told.printed_text', page='told.page', source_locator='told.source_locator', row_key='told.claim_key') }}]) as evidence
    from {{ ref('int_performance_projects') }} as projects
    left join told
        on projects.document_id = told.document_id
        and projects.project_key = told.project_key

)

select * from final
union all by name
{{ without_forms('P27') }}

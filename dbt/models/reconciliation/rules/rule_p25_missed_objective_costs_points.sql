-- P25: where the text says that an objective of a project was missed, some indicator of its output lost points.
with missed as (

    select
        document_id,
        project_key,
        string_agg(distinct '“' || printed_text || '”', '、' order by '“' || printed_text || '”') as said_zh,
        {{ at_first(['printed_text', 'page', 'source_locator', 'statement_key'], 'statement_no') }}
    from {{ ref('int_project_remarks') }}
    where statement_kind = 'objective_missed'
    group by document_id, project_key

),

outputs as (

    select
        document_id,
        project_key,
        count(*) as indicators,
        count(*) filter (where score is null or weight is null) as blank,
        bool_or(score < weight) as has_lost_points,
        bool_and(is_confirmed) as is_confirmed
    from {{ ref('int_performance_indicators') }}
    where starts_with(level1, '产出')
    group by document_id, project_key

),

final as (

    select
        projects.document_id,
        'P25' as rule_id,
        projects.project_key as subject,
        '自评项目 ' || projects.project_name as subject_zh,
        unnest(case
            when missed.document_id is null or outputs.document_id is null then {{ ruling('not_applicable', 'nothing_missed') }}
            when outputs.has_lost_points then {{ ruling('pass') }}
            when outputs.blank > 0 then {{ ruling('no_data', 'figures_not_stated') }}
            when not outputs.is_confirmed then {{ ruling('no_data', 'figure_unconfirmed') }}
            else {{ ruling('fail') }}
        end),
        'jx01' as table_code,
        missed.page,
        missed.source_locator,
        missed.printed_text,
        missed.said_zh || ',自评表的产出指标 ' || outputs.indicators || ' 项却都得满分' as detail_zh,
        to_json([{{ evidence_item("'left'", "'claims'", 'missed.printed_text', page='missed.page', source_locator='missed.source_locator', row_key='missed.statement_key') }}]) as evidence
    from {{ ref('int_performance_projects') }} as projects
    left join missed
        on projects.document_id = missed.document_id
        and projects.project_key = missed.project_key
    left join outputs
        on projects.document_id = outputs.document_id
        and projects.project_key = outputs.project_key

)

select * from final
union all by name
{{ without_forms('P25') }}

-- P26: money that the treasury took back is no part of the full-year budget: one that equals the initial budget was not adjusted.
with recalled as (

    select
        document_id,
        project_key,
        max(amount_yuan) as amount_yuan,
        {{ at_first(['printed_text', 'page', 'source_locator', 'statement_key'], '(-amount_yuan, statement_no)') }}
    from {{ ref('int_project_remarks') }}
    where statement_kind = 'money_recalled' and amount_yuan is not null
    group by document_id, project_key

),

final as (

    select
        projects.document_id,
        'P26' as rule_id,
        projects.project_key as subject,
        '自评项目 ' || projects.project_name as subject_zh,
        unnest(case
            when recalled.document_id is null then {{ ruling('not_applicable', 'nothing_stated') }}
            when projects.budgeted is null or projects.full_year_budget is null then {{ ruling('no_data', 'budget_blank') }}
            when recalled.amount_yuan <= projects.half_unit then {{ ruling('pass') }}
            when projects.full_year_budget <> projects.budgeted then {{ ruling('pass') }}
            when not projects.is_head_confirmed then {{ ruling('no_data', 'figure_unconfirmed') }}
            else {{ ruling('fail') }}
        end),
        'jx01' as table_code,
        recalled.page,
        recalled.source_locator,
        recalled.printed_text,
        '财政收回 ' || recalled.printed_text || ',自评表的全年预算数仍为年初的 '
        || {{ money_text('projects.full_year_budget', 'projects.printed_unit') }} as detail_zh,
        to_json([{{ evidence_item("'left'", "'claims'", 'recalled.printed_text', page='recalled.page', source_locator='recalled.source_locator', row_key='recalled.statement_key') }}]) as evidence
    from {{ ref('int_performance_projects') }} as projects
    left join recalled
        on projects.document_id = recalled.document_id
        and projects.project_key = recalled.project_key

)

select * from final
union all by name
{{ without_forms('P26') }}

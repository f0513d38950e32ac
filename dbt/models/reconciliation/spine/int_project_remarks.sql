-- One row per thing that the text says of a published project: objectives missed, money recalled. Names are compared
-- without 项目 at the end; one that holds the other is the same project.
select
    projects.document_id,
    projects.project_key,
    statements.statement_kind,
    statements.printed_text,
    statements.statement_no,
    statements.statement_key,
    statements.page,
    statements.source_locator,
    -- 0.93万元, 9,300.00元 in yuan.
    try_cast(regexp_extract(replace(statements.printed_text, ',', ''), '^([0-9.]+)', 1) as decimal(24, 6))
    * if(contains(statements.printed_text, '万元'), 10000, 1) as amount_yuan
from {{ ref('fct_statements') }} as statements
inner join {{ ref('int_performance_projects') }} as projects
    on statements.document_id = projects.document_id
    and (
        contains(projects.project_name, regexp_replace(statements.subject, '(?:支出)?项目$', ''))
        or contains(statements.subject, regexp_replace(projects.project_name, '(?:支出)?项目$', ''))
    )
where statements.statement_kind in ('objective_missed', 'money_recalled')

-- What rules that are models can be about: one row per document × grain × subject (× rule, where only one rule is
-- about it). Built from what is printed, before any rule looks at it, so that a rule which forgets a subject is seen.
with documents as (

    select * from {{ ref('dim_judged_document') }}

),

document_tables as (

    select * from {{ ref('fct_document_tables') }}

),

claim_subjects as (

    select * from {{ ref('int_claim_subjects') }}

),

-- Patterns are tried on the few kinds of statements, statements meet them by equality.
rules_of_kinds as (

    select kinds.*, rule_statements.rule_id
    from (select distinct statement_kind, topic, base from {{ ref('fct_statements') }}) as kinds
    inner join {{ ref('rule_statements') }} as rule_statements
        on regexp_full_match(kinds.statement_kind, rule_statements.statement_kinds)
        and (rule_statements.topics is null or regexp_full_match(kinds.topic, rule_statements.topics))
        and (rule_statements.bases is null or regexp_full_match(coalesce(kinds.base, ''), rule_statements.bases))

),

statements as (

    select statements.document_id, statements.statement_key, rules_of_kinds.rule_id
    from {{ ref('fct_statements') }} as statements
    inner join rules_of_kinds
        on statements.statement_kind = rules_of_kinds.statement_kind
        and statements.topic is not distinct from rules_of_kinds.topic
        and statements.base is not distinct from rules_of_kinds.base
    inner join documents on statements.document_id = documents.document_id

),

final as (

    select document_id, 'document' as subject_grain, 'document' as subject, cast(null as varchar) as rule_id
    from documents
    union all
    select document_id, 'table', table_code, null
    from document_tables
    where is_required
    union all
    -- What is printed of a fund without any figure is asked about, whether its form asks for it or not.
    select document_id, 'printed_table', table_code, null
    from document_tables
    where is_required or (
           presence = 'empty_unstated'
           and table_code in ('gk08', 'gk09')
           and document_id in (select document_id from documents where form = 'unknown')
       )
    union all
    select document_id, 'kept_table', table_code, null
    from document_tables
    where starts_with(table_code, 'other_')
    union all
    select document_id, 'claim', claim_key, rule_id
    from claim_subjects
    union all
    select document_id, 'statement', statement_key, rule_id
    from statements
    union all
    select document_id, 'performance_project', project_key, null from {{ ref('int_performance_projects') }}
    union all
    select document_id, 'performance_figure', project_key || '/' || figure, null
    from {{ ref('int_performance_projects') }}
    cross join unnest(['budgeted', 'full_year_budget', 'executed', 'execution_percent', 'score']) as figures (figure)
    union all
    select document_id, 'performance_indicator', row_key, null
    from {{ ref('fct_performance_cells') }}
    where row_role = 'item'
    union all
    select document_id, 'performance_funds_row', row_key, null
    from {{ ref('fct_performance_cells') }}
    where row_role in ('line', 'of_which')
    union all
    select document_id, 'performance_funds', project_key || '/' || column_code, null
    from {{ ref('fct_performance_cells') }}
    cross join unnest(['requested', 'budgeted', 'full_year_budget', 'executed', 'carried_over']) as columns (column_code)
    where split_part(row_key, '.', 2) = 'funds_total'
    union all
    select distinct document_id, 'graded_projects', regexp_replace(subject, '-[^-]*$', ''), null
    from {{ ref('fct_claims') }}
    where metric = 'projects_by_grade' and subject is not null
    union all
    select distinct document_id, 'account', account_code, null
    from {{ ref('fct_cells') }}
    where row_role in ('class', 'section', 'item') and account_code is not null and printed_label <> ''
    union all
    select document_id, 'measure', measure, null
    from {{ ref('fct_narrative_changes') }}
    union all
    select distinct document_id, 'residue', printed_text, null
    from {{ ref('fct_headings') }}
    where heading_kind = 'residue' and printed_text is not null

)

select * from final

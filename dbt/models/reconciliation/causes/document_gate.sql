-- One row per folder under raw/: open, withheld or quarantined, with the reasons of the policy seed.
-- Only what cannot be trusted is kept back; a trusted reading of wrong figures is open and has findings. A table whose
-- reading does not hold together is withheld alone (table_gate); the document goes with it only where no table is left.
with documents as (

    select * from {{ ref('dim_document') }}

),

problems as (

    select
        document_id,
        count(*) as problems,
        min_by(message_zh, problem_no) as first_problem
    from {{ ref('fct_load_problems') }}
    group by document_id

),

document_tables as (

    select document_tables.*, table_gate.is_withheld
    from {{ ref('fct_document_tables') }} as document_tables
    inner join {{ ref('table_gate') }} as table_gate
        on document_tables.document_id = table_gate.document_id
        and document_tables.table_code = table_gate.table_code

),

verdicts as (

    select * from {{ ref('int_rule_verdicts') }}

),

policy as (

    select * from {{ ref('gate_policy') }}

),

table_facts as (

    select
        document_id,
        count(*) filter (where is_required) as required_tables,
        count(*) filter (where is_required and presence in ('data', 'empty_stated') and table_state in ('confirmed', 'unconfirmed'))
            as complete_tables,
        count(*) filter (where table_state in ('confirmed', 'unconfirmed')) as read_tables,
        count(*) filter (where table_state in ('not_read', 'unconfirmed')) as doubtful_tables,
        count(*) filter (where presence = 'data' and table_state in ('confirmed', 'unconfirmed') and not is_withheld) as open_tables,
        string_agg(coalesce(table_zh, table_code), '、' order by table_code) filter (where is_withheld) as withheld_tables,
        bool_or(is_withheld and printed_unit is null) as has_table_without_unit
    from document_tables
    group by document_id

),

verdict_facts as (

    select
        document_id,
        count(*) as checks,
        count(*) filter (where status = 'pass') as passes,
        count(*) filter (where status = 'rounding') as roundings,
        count(*) filter (where status = 'fail') as fails,
        count(*) filter (where status = 'no_data') as no_data,
        count(*) filter (where status = 'not_applicable') as not_applicable,
        count(*) filter (where severity in ('warning', 'blocking')) as serious_verdicts
    from verdicts
    group by document_id

),

facts as (

    select
        documents.*,
        problems.problems,
        problems.first_problem,
        coalesce(table_facts.required_tables, 0) as required_tables,
        coalesce(table_facts.complete_tables, 0) as complete_tables,
        coalesce(table_facts.read_tables, 0) as read_tables,
        coalesce(table_facts.doubtful_tables, 0) as doubtful_tables,
        coalesce(table_facts.open_tables, 0) as open_tables,
        table_facts.withheld_tables,
        coalesce(table_facts.has_table_without_unit, false) as has_table_without_unit,
        coalesce(verdict_facts.checks, 0) as checks,
        coalesce(verdict_facts.passes, 0) as passes,
        coalesce(verdict_facts.roundings, 0) as roundings,
        coalesce(verdict_facts.fails, 0) as fails,
        coalesce(verdict_facts.no_data, 0) as no_data,
        coalesce(verdict_facts.not_applicable, 0) as not_applicable,
        coalesce(verdict_facts.serious_verdicts, 0) as serious_verdicts
    from documents
    -- A miss is a document that was not loaded.
    left join problems on documents.document_id = problems.document_id
    left join table_facts on documents.document_id = table_facts.document_id
    left join verdict_facts on documents.document_id = verdict_facts.document_id

),

-- Two disclosures that say they are the same organization, year and scope: in facts they would be added up.
repeated_disclosures as (

    select
        document_id,
        first_value(document_id) over same_accounts as kept_document_id
    from documents
    where is_current and is_loaded and kind = 'final_accounts' and organization_id is not null and fiscal_year is not null
    window same_accounts as (partition by organization_id, fiscal_year, scope order by revision desc, document_id)

),

conditions as (

    select document_id, 'load_quarantined' as reason_code, first_problem || case when problems > 1 then '(另有 ' || (problems - 1) || ' 处)' else '' end as detail_zh
    from facts where load_status = 'quarantined'
    union all
    select document_id, 'refused', coalesce(load_reason_zh, load_reason_code)
    from facts where load_status = 'refused'
    union all
    select facts.document_id, 'not_final_accounts', coalesce(words.label_zh, facts.kind)
    from facts
    left join {{ ref('words') }} as words on words.vocabulary = 'kind' and facts.kind = words.code
    where facts.is_loaded and facts.kind is distinct from 'final_accounts'
    union all
    select document_id, 'unknown_year', null
    from facts where is_loaded and fiscal_year is null
    union all
    select document_id, 'unknown_unit', null
    from facts where is_loaded and has_table_without_unit and open_tables = 0
    union all
    select document_id, 'no_table_read', null
    from facts where is_loaded and read_tables = 0
    union all
    select document_id, 'reading_doubtful', withheld_tables
    from facts where is_loaded and withheld_tables is not null and open_tables = 0
    union all
    select
        facts.document_id,
        'waiting_confirmation',
        coalesce(succession.title_zh, facts.edition_reason)
        || coalesce('(现行版 ' || facts.compared_document_id || ')', '')
        || ',确认请在 dbt/seeds/policy/confirmed_documents.csv 加一行 '
        || facts.document_id || ',' || left(facts.source_sha256, 12) || ',supersedes,确认人,理由,日期'
    from facts
    -- A miss is a row that was taken out of the policy since.
    left join {{ ref('succession_policy') }} as succession on facts.edition_reason = succession.condition_code
    where facts.edition = 'waiting'
    union all
    select document_id, 'disclosure_repeated', '已采用 ' || kept_document_id
    from repeated_disclosures where document_id <> kept_document_id
    union all
    select document_id, 'unknown_organization', null
    from facts where is_loaded and organization_id is null

),

reasons as (

    select
        conditions.document_id,
        -- quarantined outranks withheld: nothing of it was loaded.
        bool_or(policy.gate_status = 'quarantined') as is_quarantined,
        bool_or(policy.gate_status = 'withheld') as is_withheld,
        string_agg(policy.title_zh || coalesce(':' || conditions.detail_zh, ''), ';' order by policy.policy_order) as gate_reasons,
        string_agg(conditions.reason_code, '|' order by policy.policy_order) as gate_reason_codes
    from conditions
    inner join policy on conditions.reason_code = policy.reason_code
    group by conditions.document_id

),

final as (

    select
        facts.document_id,
        facts.disclosure_id,
        facts.fiscal_year,
        facts.is_current,
        case
            when reasons.is_quarantined then 'quarantined'
            when reasons.is_withheld then 'withheld'
            else 'open'
        end as gate_status,
        reasons.gate_reasons,
        reasons.gate_reason_codes,
        case
            when not facts.is_loaded then facts.load_status
            when facts.read_tables = 0 then 'not_read'
            when facts.doubtful_tables > 0 then 'unconfirmed'
            else 'confirmed'
        end as read_status,
        -- Share of the required tables that are there, either with figures or stated to be empty.
        case
            when facts.required_tables > 0
                then cast(cast(facts.complete_tables as decimal(9, 4)) / facts.required_tables as decimal(5, 4))
        end as completeness,
        facts.withheld_tables,
        facts.checks,
        facts.passes,
        facts.roundings,
        facts.fails,
        facts.no_data,
        facts.not_applicable,
        facts.serious_verdicts > 0 as has_findings
    from facts
    -- A miss is a document without any reason to keep it back.
    left join reasons on facts.document_id = reasons.document_id

)

select * from final

with documents as (

    select * from {{ ref('dim_document') }}

),

gate as (

    select * from {{ ref('document_gate') }}

),

narratives as (

    select * from {{ ref('narrative_coverage') }}

),

unknown_tables as (

    select document_id, count(*) as unknown_tables
    from {{ ref('fct_unknown_tables') }}
    group by document_id

),

succession as (

    select * from {{ ref('succession_policy') }}

),

final as (

    select
        {{ disclosure_columns('documents') }},
        documents.scope_evidence,
        cast(documents.revision as integer) as revision,
        documents.is_current,
        documents.supersedes,
        documents.edition,
        succession.title_zh as edition_reason_zh,
        documents.compared_document_id,
        documents.draft_words,
        case
            when documents.edition = 'waiting'
                then documents.document_id || ',' || left(documents.source_sha256, 12) || ',supersedes,确认人,理由,日期'
        end as confirmation_line,
        documents.form,
        documents.kind,
        gate.gate_status,
        gate.gate_reasons,
        gate.gate_reason_codes,
        gate.has_findings,
        gate.read_status,
        gate.completeness,
        gate.withheld_tables,
        cast(gate.checks as integer) as checks,
        cast(gate.passes as integer) as passes,
        cast(gate.roundings as integer) as roundings,
        cast(gate.fails as integer) as fails,
        cast(gate.no_data as integer) as no_data,
        cast(gate.not_applicable as integer) as not_applicable,
        cast(coalesce(narratives.narrative_figures, 0) as integer) as narrative_figures,
        cast(coalesce(narratives.account_figures, 0) as integer) as account_figures,
        cast(coalesce(narratives.account_figures_known, 0) as integer) as account_figures_known,
        cast(coalesce(narratives.narrative_figures_checked, 0) as integer) as narrative_figures_checked,
        documents.table_figures,
        documents.table_figures_read,
        documents.text_figures,
        documents.text_figures_read,
        cast(coalesce(unknown_tables.unknown_tables, 0) as integer) as unknown_tables,
        documents.unread_pages,
        documents.source_sha256,
        documents.source_files,
        documents.printed_on,
        documents.approved_on,
        documents.published_on,
        documents.retrieved_on,
        documents.reader_name,
        documents.reader_version
    from documents
    inner join gate on documents.document_id = gate.document_id
    -- A miss is a document that was not loaded.
    left join narratives on documents.document_id = narratives.document_id
    -- Misses: documents all of whose tables are known, and documents that were not loaded.
    left join unknown_tables on documents.document_id = unknown_tables.document_id
    left join succession on documents.edition_reason = succession.condition_code

)

select * from final

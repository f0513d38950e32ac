with documents as (

    select * from {{ ref('dim_document') }}

),

gate as (

    select * from {{ ref('document_gate') }}

),

narratives as (

    select * from {{ ref('narrative_coverage') }}

),

final as (

    select
        {{ disclosure_columns('documents') }},
        documents.scope_evidence,
        cast(documents.revision as integer) as revision,
        documents.is_current,
        documents.supersedes,
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
        documents.source_sha256,
        documents.source_files,
        documents.approved_on,
        documents.published_on,
        documents.retrieved_on,
        documents.reader_name,
        documents.reader_version
    from documents
    inner join gate on documents.document_id = gate.document_id
    -- A miss is a document that was not loaded.
    left join narratives on documents.document_id = narratives.document_id

)

select * from final

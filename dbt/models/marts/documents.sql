with documents as (

    select * from {{ ref('dim_document') }}

),

gate as (

    select * from {{ ref('document_gate') }}

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
        cast(gate.checks as integer) as checks,
        cast(gate.passes as integer) as passes,
        cast(gate.roundings as integer) as roundings,
        cast(gate.fails as integer) as fails,
        cast(gate.no_data as integer) as no_data,
        cast(gate.not_applicable as integer) as not_applicable,
        documents.source_sha256,
        documents.source_files,
        documents.approved_on,
        documents.published_on,
        documents.retrieved_on,
        documents.reader_name,
        documents.reader_version
    from documents
    inner join gate on documents.document_id = gate.document_id

)

select * from final

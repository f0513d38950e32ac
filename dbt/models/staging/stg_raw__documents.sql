with source as (

    select * from {{ source('raw', 'documents') }}

),

renamed as (

    select
        -- ids
        document_id,
        coalesce(disclosure_id, document_id) as disclosure_id,
        organization_id,
        coalesce(revision, 1) as revision,
        supersedes,
        content_sha256,
        -- what it is
        load_status,
        reason_code as load_reason_code,
        reason_zh as load_reason_zh,
        kind,
        form,
        fiscal_year,
        organization_name,
        region_code,
        coalesce(scope, 'unknown') as scope,
        scope_evidence,
        approved_on,
        published_on,
        retrieved_on,
        -- provenance
        folder,
        source_sha256,
        source_files,
        reader_name,
        reader_version
    from source

)

select * from renamed

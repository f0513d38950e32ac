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
        -- which edition of its disclosure it is
        printed_on,
        nullif(draft_words, '') as draft_words,
        edition,
        edition_reason,
        compared_document_id,
        -- how much of what is printed was read
        table_figures,
        table_figures_read,
        text_figures,
        text_figures_read,
        unread_pages,
        -- provenance
        folder,
        source_sha256,
        source_files,
        reader_name,
        reader_version
    from source

)

select * from renamed

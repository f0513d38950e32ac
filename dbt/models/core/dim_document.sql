-- One row per folder under raw/. Which document of a disclosure is current the loader says by succession_policy.csv; where
-- it says nothing (nothing was loaded) it is the highest revision. What waits to be confirmed is current of nothing;
-- equal revision numbers (a copied folder) are ordered by document_id so that exactly one is current.
with documents as (

    select * from {{ ref('stg_raw__documents') }}

),

-- Whose documents there are: known to the register, or from the documents themselves.
organizations as (

    select organization_id, organization_name, region_code, nature from {{ ref('dim_registered_organization') }}
    union all
    select organization_id, organization_name, region_code, 'unknown' from {{ ref('dim_observed_organization') }}

),

families as (

    select * from {{ ref('form_families') }}

),

ranked as (

    select
        *,
        load_status = 'loaded' as is_loaded,
        row_number() over (
            partition by disclosure_id
            order by coalesce(edition = 'current', false) desc, (load_status = 'loaded') desc, revision desc, document_id desc
        ) as recency
    from documents

),

final as (

    select
        ranked.document_id,
        ranked.disclosure_id,
        ranked.fiscal_year,
        ranked.organization_id,
        coalesce(ranked.organization_name, organizations.organization_name) as organization_name,
        coalesce(ranked.region_code, organizations.region_code) as region_code,
        coalesce(organizations.nature, 'unknown') as nature,
        ranked.scope,
        ranked.scope_evidence,
        ranked.revision,
        ranked.supersedes,
        ranked.recency = 1 and coalesce(ranked.edition, 'current') not in ('waiting', 'same', 'set_aside') as is_current,
        ranked.edition,
        ranked.edition_reason,
        ranked.compared_document_id,
        ranked.draft_words,
        ranked.printed_on,
        ranked.table_figures,
        ranked.table_figures_read,
        ranked.text_figures,
        ranked.text_figures_read,
        ranked.unread_pages,
        -- A form that nobody knows requires nothing.
        if(ranked.is_loaded, coalesce(families.form, 'unknown'), ranked.form) as form,
        ranked.kind,
        ranked.is_loaded,
        ranked.load_status,
        ranked.load_reason_code,
        ranked.load_reason_zh,
        ranked.approved_on,
        ranked.published_on,
        ranked.retrieved_on,
        ranked.folder,
        ranked.source_sha256,
        ranked.source_files,
        ranked.content_sha256,
        ranked.reader_name,
        ranked.reader_version
    from ranked
    -- A miss means a document without a recognized organization (quarantined or refused).
    left join organizations on ranked.organization_id = organizations.organization_id
    -- A miss is an extract of before a form was renamed, or one that names none.
    left join families on ranked.form = families.form

)

select * from final

-- One row per document that rules judge: a loaded final account, and the current one of the same organization and scope
-- for the year before.
with documents as (

    select * from {{ ref('dim_document') }} where is_loaded and kind = 'final_accounts'

),

final as (

    select
        this_year.document_id,
        this_year.fiscal_year,
        this_year.organization_id,
        this_year.organization_name,
        this_year.nature,
        this_year.scope,
        this_year.revision,
        this_year.is_current,
        this_year.form,
        last_year.document_id as previous_document_id
    from documents as this_year
    -- A miss is a document whose year before was not collected.
    left join documents as last_year
        on this_year.organization_id = last_year.organization_id
        and this_year.scope = last_year.scope
        and this_year.fiscal_year = last_year.fiscal_year + 1
        and last_year.is_current
    -- Two disclosures may say they are the same accounts; the gate lets one of them through.
    qualify row_number() over (
        partition by this_year.document_id order by last_year.revision desc, last_year.document_id
    ) = 1

)

select * from final

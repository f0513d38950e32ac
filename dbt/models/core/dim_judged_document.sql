-- One row per document that rules judge: a loaded final account, and the current one of the same organization and scope
-- for the year before: none where it was merged or split since, what it printed then was about another body. What it
-- printed under the id of a former name is its own.
with documents as (

    select * from {{ ref('dim_document') }} where is_loaded and kind = 'final_accounts'

),

reorganized as (

    select distinct organization_id, event_year
    from {{ ref('organization_events') }}
    where event in ('merged', 'split')

),

-- Under which ids the year before may have been printed.
own_ids as (

    select organization_id, organization_id as printed_id, 0 as is_former from documents where organization_id <> 'unknown'
    union
    select organization_id, former_organization_id, 1
    from {{ ref('organization_events') }}
    where event = 'renamed' and former_organization_id is not null

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
        last_year.document_id as previous_document_id,
        if(reorganized.organization_id is null, 'no_previous_year', 'organization_changed') as no_previous_reason
    from documents as this_year
    left join reorganized
        on this_year.organization_id = reorganized.organization_id
        and this_year.fiscal_year = reorganized.event_year
    -- A miss is a document whose year before was not collected, or is not to be compared.
    left join own_ids on this_year.organization_id = own_ids.organization_id
    left join documents as last_year
        on own_ids.printed_id = last_year.organization_id
        and this_year.scope = last_year.scope
        and this_year.fiscal_year = last_year.fiscal_year + 1
        and last_year.is_current
        and reorganized.organization_id is null
    -- Two disclosures may say they are the same accounts; the gate lets one of them through.
    qualify row_number() over (
        partition by this_year.document_id
        order by last_year.document_id is null, own_ids.is_former, last_year.revision desc, last_year.document_id
    ) = 1

)

select * from final

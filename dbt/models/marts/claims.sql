with claims as (

    select * from {{ ref('stg_raw__claims') }}

),

final as (

    select
        document_id,
        claim_no,
        claim_kind,
        topic,
        metric,
        subject,
        account_code,
        direction,
        base,
        printed_text,
        value_numeric,
        value_unit,
        section,
        page,
        source_locator,
        excerpt
    from claims

)

select * from final

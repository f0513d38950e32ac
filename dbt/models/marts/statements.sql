with statements as (

    select * from {{ ref('stg_raw__statements') }}

),

final as (

    select
        document_id,
        statement_no,
        statement_kind,
        topic,
        subject,
        account_code,
        other_account_code,
        direction,
        base,
        printed_text,
        text_key,
        section,
        page,
        source_locator,
        excerpt
    from statements

)

select * from final

with final as (

    select
        finding_id,
        member_no,
        check_id,
        member_id,
        waived_by
    from {{ ref('fct_finding_checks') }}

)

select * from final

-- One row per finding × verdict it stands for, in the document that the finding is shown for; number 1 speaks.
with members as (

    select * from {{ ref('int_cause_members') }}

),

findings as (

    select * from {{ ref('fct_findings') }}

),

final as (

    select
        members.finding_id,
        cast(members.member_no as integer) as member_no,
        members.check_id,
        members.document_id,
        members.member_id,
        members.waived_by
    from members
    inner join findings
        on members.document_id = findings.document_id
        and members.finding_id = findings.finding_id

)

select * from final

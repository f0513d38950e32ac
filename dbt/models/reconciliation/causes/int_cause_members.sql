-- One row per verdict with a cause, of open documents: the finding it belongs to and its place there. The first speaks for
-- the finding: the first rule of the catalogue, or the largest of several rounding differences.
{% set member_id = stable_id('fnd_', ['documents.disclosure_id', 'verdicts.rule_id', 'verdicts.subject']) %}
with verdicts as (

    -- Nothing else has a cause, and of this only the others need not be told.
    select * from {{ ref('rule_verdicts') }} where root_cause_id is not null and status in ('fail', 'rounding')

),

rules as (

    select * from {{ ref('rule_catalog') }}

),

gate as (

    select * from {{ ref('document_gate') }} where gate_status = 'open'

),

documents as (

    -- The same in another medium, and what somebody set aside, is judged and accused of nothing.
    select * from {{ ref('dim_document') }} where coalesce(edition, 'current') not in ('same', 'set_aside')

),

waivers as (

    select finding_id, left_amount, right_amount, string_agg(distinct waived_by, '、' order by waived_by) as waived_by
    from {{ ref('finding_waivers') }}
    group by finding_id, left_amount, right_amount

),

ranked as (

    select
        verdicts.*,
        {{ member_id }} as member_id,
        -- A waiver accepts printed values, not a finding for ever: it lapses when either side changes.
        waivers.waived_by,
        documents.disclosure_id,
        documents.revision,
        documents.is_current,
        documents.form,
        row_number() over (
            partition by verdicts.document_id, verdicts.root_cause_id
            order by
                verdicts.status,
                -- A finding is as grave as the gravest of its members.
                verdicts.severity is not distinct from 'notice',
                -- What says the cause itself speaks before what follows from it.
                verdicts.cause_zh is not null,
                case when verdicts.status = 'rounding' then verdicts.unit is distinct from '元' end,
                case when verdicts.status = 'rounding' then -abs(verdicts.difference) end,
                rules.rule_order,
                verdicts.subject_column is distinct from 'total',
                verdicts.subject
        ) as member_no
    from verdicts
    inner join gate on verdicts.document_id = gate.document_id
    inner join documents on verdicts.document_id = documents.document_id
    inner join rules on verdicts.rule_id = rules.rule_id
    -- A miss is a verdict that nobody has accepted with these values.
    left join waivers
        on {{ member_id }} = waivers.finding_id
        and verdicts.left_amount is not distinct from waivers.left_amount
        and verdicts.right_amount is not distinct from waivers.right_amount

),

named as (

    select
        *,
        -- Whichever rounding is the largest today, the notice stays the same.
        case
            when status = 'rounding' then {{ stable_id('fnd_', ['disclosure_id', "'rounding'"]) }}
            else first_value(member_id) over (partition by document_id, root_cause_id order by member_no)
        end as finding_id
    from ranked

),

final as (

    select
        named.*,
        notices.waived_by as finding_waived_by
    from named
    -- Rounding is accepted as a whole as long as the largest difference stays what it is.
    left join waivers as notices
        on named.finding_id = notices.finding_id
        and named.member_no = 1
        and named.left_amount is not distinct from notices.left_amount
        and named.right_amount is not distinct from notices.right_amount

)

select * from final

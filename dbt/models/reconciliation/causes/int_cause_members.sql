-- One row per verdict with a cause, of open documents, and of those without any table what their text alone says: the
-- finding it belongs to and its place there. The first speaks for
-- the finding: the first rule of the catalogue, or the largest of several rounding differences. Notices that are one finding
-- keep their items: what one rule says, with what is put down to the same as that; the first member of an item tells it.
{% set member_id = stable_id('fnd_', ['documents.disclosure_id', 'verdicts.rule_id', 'verdicts.subject']) %}
with verdicts as (

    -- Nothing else has a cause, and of this only the others need not be told.
    select * from {{ ref('rule_verdicts') }} where root_cause_id is not null and status in ('fail', 'rounding')

),

rules as (

    select * from {{ ref('rule_catalog') }}

),

gate as (

    select
        gate.document_id,
        gate.gate_status = 'open' as is_open
    from {{ ref('document_gate') }} as gate
    -- A miss is a document that is open, or kept back for another reason or for several.
    left join {{ ref('gate_policy') }} as policy on gate.gate_reason_codes = policy.reason_code
    where gate.gate_status = 'open' or policy.still_told = 'text'

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
        ) as place
    from verdicts
    inner join gate
        on verdicts.document_id = gate.document_id
        -- Where no table was read, an account, a name or a part that no table has says nothing: only what rests on
        -- printed sentences alone can be right.
        and (gate.is_open or verdicts.rule_id in (select rule_id from {{ ref('text_rules') }}))
    inner join documents on verdicts.document_id = documents.document_id
    inner join rules on verdicts.rule_id = rules.rule_id
    -- A miss is a verdict that nobody has accepted with these values.
    left join waivers
        on {{ member_id }} = waivers.finding_id
        and verdicts.left_amount is not distinct from waivers.left_amount
        and verdicts.right_amount is not distinct from waivers.right_amount

),

itemized as (

    select
        *,
        first_value(rule_id) over (partition by document_id, single_cause_id order by place) as item_rule_id
    from ranked

),

numbered as (

    select
        *,
        min(place) over (partition by document_id, root_cause_id, item_rule_id) as item_place,
        row_number() over (partition by document_id, root_cause_id, item_rule_id order by place) as item_member_no
    from itemized

),

ordered as (

    select
        * exclude (place, item_place, item_rule_id),
        row_number() over (partition by document_id, root_cause_id order by item_place, place) as member_no,
        dense_rank() over (partition by document_id, root_cause_id order by item_place) as item_no
    from numbered

),

named as (

    select
        *,
        -- Whichever rounding is the largest today, and whichever notice the first, the finding stays the same.
        case
            when status = 'rounding' then {{ stable_id('fnd_', ['disclosure_id', "'rounding'"]) }}
            when bundle_code is not null then {{ stable_id('fnd_', ['disclosure_id', "'notices'", 'bundle_code']) }}
            else first_value(member_id) over (partition by document_id, root_cause_id order by member_no)
        end as finding_id
    from ordered

),

final as (

    select
        named.*,
        notices.waived_by as finding_waived_by
    from named
    -- Rounding is accepted as a whole as long as the largest difference stays what it is; other notices one by one: the
    -- values of the first say nothing about the next.
    left join waivers as notices
        on named.finding_id = notices.finding_id
        and named.member_no = 1
        and named.bundle_code is null
        and named.left_amount is not distinct from notices.left_amount
        and named.right_amount is not distinct from notices.right_amount

)

select * from final

-- One row per failed verdict: what it is put down to when one looks at single rows and cells, and what that has in common with others.
-- Rounding apart, the same difference in several tables, or in a table and the text, is one cause: a slip that was copied.
-- What is said about a cell that is wrong (a share, a comparison) follows from it.
with policy as (

    select
        max(value) filter (where policy_code = 'equal_difference_tolerances') as equal_difference_tolerances,
        max(value) filter (where policy_code = 'telling_digits') as telling_digits
    from {{ ref('cause_policy') }}

),

rules as (

    select
        rules.*,
        following_rules.rule_id is not null or rules.check_kind in ('claim', 'claim_sum') as is_following
    from {{ ref('rule_catalog') }} as rules
    -- A miss is a rule whose verdicts rest on what they look at alone.
    left join {{ ref('following_rules') }} as following_rules on rules.rule_id = following_rules.rule_id

),

cells as (

    select * from {{ ref('int_failure_cells') }}

),

exceeding as (

    select verdicts.document_id, verdicts.rule_id, verdicts.subject
    from {{ ref('int_rule_verdicts') }} as verdicts
    inner join rules on verdicts.rule_id = rules.rule_id
    where verdicts.status = 'fail'
      and rules.relation <> '='
      and rules.check_kind = 'sum'
      and rules.subject_grain = 'row'

),

-- What exceeds its limit in an account does so in what the account is part of: the lowest of them speaks for all.
excesses as (

    select
        exceeding.document_id,
        exceeding.rule_id,
        exceeding.subject,
        max_by(below.subject, (if(below.subject = 'total', 0, length(below.subject)), below.subject)) as lowest_subject
    from exceeding
    inner join exceeding as below
        on exceeding.document_id = below.document_id
        and exceeding.rule_id = below.rule_id
        and (exceeding.subject = 'total' or starts_with(below.subject, exceeding.subject))
    group by exceeding.document_id, exceeding.rule_id, exceeding.subject

),

first_causes as (

    select
        verdicts.document_id,
        verdicts.rule_id,
        verdicts.subject,
        rules.check_kind in ('sum', 'copy') as is_arithmetic,
        rules.is_following,
        case
            when verdicts.cause_key is not null then if(rules.is_following, 'said', 'named')
            when repeated.table_code is not null then 'repeated'
            when shifted.table_code is not null then 'shift'
            when absent.table_code is not null then 'absent'
            when blank_totals.table_code is not null then 'blank_total'
            when repairs.table_code is not null then 'cell'
            else 'alone'
        end as cause_kind,
        case cause_kind
            when 'said' then verdicts.cause_key
            when 'named' then verdicts.cause_key
            when 'repeated' then 'repeated|' || repeated.table_code
            when 'shift' then concat_ws('|', 'shift', shifted.table_code, shifted.column_code, shifted.block)
            when 'absent' then concat_ws('|', 'absent', absent.table_code, absent.account_code)
            when 'blank_total' then 'blank_total|' || blank_totals.table_code
            when 'cell' then concat_ws('|', 'cell', repairs.table_code, repairs.row_no, repairs.column_code)
            else concat_ws('|', verdicts.rule_id, coalesce(excesses.lowest_subject, verdicts.subject))
        end as cause_name,
        case cause_kind
            when 'repeated' then repeated.table_code
            when 'shift' then shifted.table_code
            when 'absent' then absent.table_code
            when 'blank_total' then blank_totals.table_code
            when 'cell' then if(repairs.is_table_certain, repairs.table_code, null)
        end as table_code,
        case when cause_kind = 'cell' and repairs.is_certain then repairs.row_no end as row_no,
        case cause_kind
            when 'cell' then if(repairs.is_certain, repairs.column_code, null)
            when 'shift' then shifted.column_code
        end as column_code,
        case when cause_kind = 'cell' and repairs.is_certain then repairs.repair end as repair,
        case cause_kind
            when 'repeated' then repeated.account_code
            when 'absent' then absent.account_code
            -- The class whose accounts slipped, if the table prints them apart.
            when 'shift' then shifted.block
        end as account_code,
        shifted.cause_zh as shift_zh,
        -- What can be the same elsewhere: by how much a cell, or a verdict that stands alone, is off.
        case
            when cause_kind = 'cell' then abs(repairs.repair)
            when rules.relation = '=' and (
                (cause_kind = 'alone' and rules.check_kind in ('sum', 'copy'))
                or (cause_kind = 'said' and rules.check_kind = 'claim' and {{ is_money_unit('verdicts.unit') }})
            )
                then abs(cast(verdicts.difference as decimal(28, 2)))
        end as off_by,
        verdicts.tolerance
    from {{ ref('int_rule_verdicts') }} as verdicts
    inner join rules on verdicts.rule_id = rules.rule_id
    -- Misses: most verdicts have nothing to do with a repeated account, a slip, a missing account, a blank total.
    left join {{ ref('int_repeated_accounts') }} as repeated
        on verdicts.document_id = repeated.document_id
        and verdicts.rule_id = repeated.rule_id
        and verdicts.subject = repeated.subject
    left join {{ ref('int_shifted_columns') }} as shifted
        on verdicts.document_id = shifted.document_id
        and verdicts.rule_id = shifted.rule_id
        and verdicts.subject = shifted.subject
    left join {{ ref('int_absent_accounts') }} as absent
        on verdicts.document_id = absent.document_id
        and verdicts.rule_id = absent.rule_id
        and verdicts.subject = absent.subject
    left join {{ ref('int_blank_totals') }} as blank_totals
        on verdicts.document_id = blank_totals.document_id
        and verdicts.rule_id = blank_totals.rule_id
        and verdicts.subject = blank_totals.subject
    -- A miss is a rule about something else than rows and limits.
    left join excesses
        on verdicts.document_id = excesses.document_id
        and verdicts.rule_id = excesses.rule_id
        and verdicts.subject = excesses.subject
    -- A miss means that no single cell explains this verdict together with another one.
    left join {{ ref('int_cell_repairs') }} as repairs
        on verdicts.document_id = repairs.document_id
        and verdicts.rule_id = repairs.rule_id
        and verdicts.subject = repairs.subject
    where verdicts.status = 'fail'

),

-- A new group begins where the next larger difference is farther away than rounding explains.
spaced as (

    select
        first_causes.*,
        coalesce(off_by - lag(off_by) over by_amount > tolerance + lag(tolerance) over by_amount, true) as begins_group,
        count(*) over (partition by document_id, cause_name) as verdicts_of_cause
    from first_causes
    cross join policy
    where off_by > 0 and off_by > policy.equal_difference_tolerances * tolerance
    window by_amount as (partition by document_id order by off_by, tolerance, cause_name, rule_id, subject)

),

grouped as (

    select
        *,
        sum(begins_group::integer) over (
            partition by document_id order by off_by, tolerance, cause_name, rule_id, subject rows unbounded preceding
        ) as group_no
    from spaced

),

-- The best founded of them speaks for the others: a cell, then arithmetic, then what the text says.
leads as (

    select *
    from grouped
    qualify row_number() over (
        partition by document_id, group_no
        order by repair is null, cause_kind <> 'cell', not is_arithmetic, verdicts_of_cause desc, cause_name
    ) = 1

),

-- The tables and rows that the lead speaks of.
lead_places as (

    select distinct leads.document_id, leads.group_no, cells.table_code, cells.row_key
    from leads
    inner join cells
        on leads.document_id = cells.document_id
        and leads.rule_id = cells.rule_id
        and leads.subject = cells.subject
        and (leads.row_no is null or (leads.table_code = cells.table_code and leads.row_no = cells.row_no))

),

near as (

    select distinct grouped.document_id, grouped.rule_id, grouped.subject
    from grouped
    inner join cells
        on grouped.document_id = cells.document_id
        and grouped.rule_id = cells.rule_id
        and grouped.subject = cells.subject
    inner join lead_places
        on grouped.document_id = lead_places.document_id
        and grouped.group_no = lead_places.group_no
        and (
            cells.row_key = lead_places.row_key
            -- An account and what it is part of; another account of the table is another place.
            or (
                cells.table_code = lead_places.table_code
                and (starts_with(cells.row_key, lead_places.row_key) or starts_with(lead_places.row_key, cells.row_key)
                or not regexp_full_match(least(cells.row_key, lead_places.row_key) || greatest(cells.row_key, lead_places.row_key), '[0-9]+'))
            )
        )

),

same_difference as (

    select
        grouped.document_id,
        grouped.rule_id,
        grouped.subject,
        leads.cause_kind,
        leads.cause_name,
        leads.table_code,
        leads.row_no,
        leads.column_code,
        leads.repair
    from grouped
    inner join leads
        on grouped.document_id = leads.document_id
        and grouped.group_no = leads.group_no
    cross join policy
    -- A miss is a verdict about another account than the lead.
    left join near
        on grouped.document_id = near.document_id
        and grouped.rule_id = near.rule_id
        and grouped.subject = near.subject
    where near.document_id is not null
       or length(trim(replace(cast(grouped.off_by as varchar), '.', ''), '0')) >= policy.telling_digits

),

merged as (

    select
        first_causes.* replace (
            coalesce(same_difference.cause_kind, first_causes.cause_kind) as cause_kind,
            coalesce(same_difference.cause_name, first_causes.cause_name) as cause_name,
            if(same_difference.cause_name is null, first_causes.table_code, same_difference.table_code) as table_code,
            if(same_difference.cause_name is null, first_causes.row_no, same_difference.row_no) as row_no,
            if(same_difference.cause_name is null, first_causes.column_code, same_difference.column_code) as column_code,
            if(same_difference.cause_name is null, first_causes.repair, same_difference.repair) as repair
        )
    from first_causes
    -- A miss is a difference that stands once.
    left join same_difference
        on first_causes.document_id = same_difference.document_id
        and first_causes.rule_id = same_difference.rule_id
        and first_causes.subject = same_difference.subject

),

-- Where a cause shows: the copies of a wrong cell, too.
wrong_places as (

    select distinct
        merged.document_id,
        merged.cause_kind,
        merged.cause_name,
        merged.table_code,
        merged.row_no,
        merged.column_code,
        merged.repair,
        merged.account_code,
        merged.shift_zh,
        first_causes.table_code as wrong_table_code,
        first_causes.row_no as wrong_row_no,
        first_causes.column_code as wrong_column_code
    from merged
    inner join first_causes
        on merged.document_id = first_causes.document_id
        and merged.rule_id = first_causes.rule_id
        and merged.subject = first_causes.subject
    where first_causes.table_code is not null
      and (first_causes.row_no is not null or first_causes.cause_kind in ('absent', 'shift'))

),

-- What is said about a cell, an account left out or a column that is put down to something already.
followed as (

    select
        followers.document_id,
        followers.rule_id,
        followers.subject,
        causes.cause_kind,
        causes.cause_name,
        causes.table_code,
        causes.row_no,
        causes.column_code,
        causes.repair,
        causes.account_code,
        causes.shift_zh
    from merged as followers
    inner join cells
        on followers.document_id = cells.document_id
        and followers.rule_id = cells.rule_id
        and followers.subject = cells.subject
    inner join wrong_places as causes
        on cells.document_id = causes.document_id
        and cells.table_code = causes.wrong_table_code
        and case
            when causes.wrong_row_no is not null
                then cells.row_no = causes.wrong_row_no and cells.column_code = causes.wrong_column_code
            when causes.cause_kind = 'absent' then cells.row_key = causes.account_code
            else cells.column_code = causes.wrong_column_code and starts_with(cells.row_key, causes.account_code)
        end
    where followers.is_following and followers.cause_kind in ('said', 'alone')
    qualify row_number() over (
        partition by followers.document_id, followers.rule_id, followers.subject order by causes.cause_name
    ) = 1

),

final as (

    select
        merged.* replace (
            coalesce(followed.cause_kind, merged.cause_kind) as cause_kind,
            coalesce(followed.cause_name, merged.cause_name) as cause_name,
            if(followed.cause_name is null, merged.table_code, followed.table_code) as table_code,
            if(followed.cause_name is null, merged.row_no, followed.row_no) as row_no,
            if(followed.cause_name is null, merged.column_code, followed.column_code) as column_code,
            if(followed.cause_name is null, merged.repair, followed.repair) as repair,
            if(followed.cause_name is null, merged.account_code, followed.account_code) as account_code,
            if(followed.cause_name is null, merged.shift_zh, followed.shift_zh) as shift_zh
        )
    from merged
    -- A miss is a verdict that rests on what it looks at.
    left join followed
        on merged.document_id = followed.document_id
        and merged.rule_id = followed.rule_id
        and merged.subject = followed.subject

)

select * from final

-- One row per account and name: those of the lists, those that documents print and no list holds (standing unknown), and
-- one row (none) for what is about no account.
with listed as (

    select * from {{ ref('dim_listed_account') }}

),

printed as (

    select
        account_key,
        classification,
        account_code,
        is_listed,
        min(printed_name) as printed_name,
        min(fiscal_year) as first_year,
        max(fiscal_year) as last_year
    from {{ ref('dim_account_year') }}
    group by account_key, classification, account_code, is_listed

),

crosswalk as (

    select * from {{ ref('account_crosswalk') }}

),

members as (

    select
        listed.account_key,
        listed.classification,
        listed.account_code,
        listed.account_name,
        listed.account_level,
        -- The years of an observed name are those in which somebody saw it: these documents did, too.
        case
            when listed.standing = 'observed' then least(listed.valid_from_year, printed.first_year)
            else listed.valid_from_year
        end as valid_from_year,
        case
            when listed.standing = 'observed' and listed.valid_to_year is not null
                then greatest(listed.valid_to_year, printed.last_year)
            else listed.valid_to_year
        end as valid_to_year,
        listed.standing,
        listed.source
    from listed
    -- A miss is an account that no document of this warehouse prints.
    left join printed on listed.account_key = printed.account_key
    union all
    select
        account_key,
        classification,
        account_code,
        printed_name,
        case
            when length(account_code) = 3 then 'class'
            when length(account_code) = 5 then 'section'
            when length(account_code) = 7 and classification = 'functional' then 'item'
            else 'unknown'
        end,
        first_year,
        last_year,
        'unknown',
        null
    from printed
    where not is_listed
    union all
    select 'none', 'none', null, '不涉及科目', 'none', null, null, 'none', null

),

placed as (

    select
        *,
        left(account_code, 3) as class_code,
        case
            when length(account_code) = 7 then left(account_code, 5)
            when length(account_code) = 5 then left(account_code, 3)
        end as parent_code
    from members

),

-- The name a code has now, the list's before a printed one. What stands below it goes by that name in all years: were it
-- the name of each year, an item that kept its own would fall out of its class when the class was renamed.
current_names as (

    select classification, account_code, account_name
    from members
    qualify row_number() over (
        partition by classification, account_code
        order by standing = 'unknown', valid_from_year desc, account_key
    ) = 1

),

successors as (

    select
        placed.account_key,
        members.account_key as successor_key,
        crosswalk.new_code as successor_code,
        crosswalk.new_name_zh as successor_name,
        crosswalk.comparable as successor_is_comparable,
        crosswalk.reason_zh as successor_note
    from placed
    inner join crosswalk
        on placed.classification = crosswalk.classification
        and placed.account_code = crosswalk.old_code
        and {{ comparable_name('placed.account_name') }} = {{ comparable_name('crosswalk.old_name_zh') }}
    -- A miss is a name that a list of renamed codes knows and no list of accounts.
    left join members
        on crosswalk.classification = members.classification
        and crosswalk.new_code = members.account_code
        and {{ comparable_name('crosswalk.new_name_zh') }} = {{ comparable_name('members.account_name') }}
    qualify row_number() over (
        partition by placed.account_key order by members.valid_from_year desc, members.account_key
    ) = 1

),

final as (

    select
        placed.account_key,
        placed.classification,
        placed.account_code,
        placed.account_name,
        placed.account_level,
        placed.parent_code,
        case when placed.parent_code is not null then coalesce(parents.account_name, '未知') end as parent_name,
        placed.class_code,
        case when placed.class_code is not null then coalesce(classes.account_name, '未知') end as class_name,
        cast(placed.valid_from_year as integer) as valid_from_year,
        cast(placed.valid_to_year as integer) as valid_to_year,
        successors.successor_key,
        successors.successor_code,
        successors.successor_name,
        successors.successor_is_comparable,
        successors.successor_note,
        placed.standing,
        placed.source
    from placed
    -- Misses: a class has no parent, a code above may be in no list and no document, a name still in use has no successor.
    left join current_names as parents
        on placed.classification = parents.classification
        and placed.parent_code = parents.account_code
    left join current_names as classes
        on placed.classification = classes.classification
        and placed.class_code = classes.account_code
    left join successors on placed.account_key = successors.account_key

)

select * from final

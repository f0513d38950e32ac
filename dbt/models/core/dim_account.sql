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

-- What an account above is called in the last year in which this one is; the list's name before a printed one.
names_above as (

    select
        placed.account_key,
        above.account_code,
        above.account_name
    from placed
    inner join members as above
        on placed.classification = above.classification
        and above.account_code in (placed.class_code, placed.parent_code)
    qualify row_number() over (
        partition by placed.account_key, above.account_code
        order by
            coalesce(above.valid_from_year <= coalesce(placed.valid_to_year, 9999), false) desc,
            above.standing = 'unknown',
            above.valid_from_year desc,
            above.account_key
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
        parents.account_name as parent_name,
        placed.class_code,
        classes.account_name as class_name,
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
    -- Misses: a class has no parent, an odd code no class, a name that is still used no successor.
    left join names_above as parents
        on placed.account_key = parents.account_key
        and placed.parent_code = parents.account_code
    left join names_above as classes
        on placed.account_key = classes.account_key
        and placed.class_code = classes.account_code
    left join successors on placed.account_key = successors.account_key

)

select * from final

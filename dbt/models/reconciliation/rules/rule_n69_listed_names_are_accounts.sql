-- N69: a list of 人员经费 or 公用经费 that lists accounts calls all of them by their names (社保、饭贴 are none). A name
-- joined from several and one of either classification is left alone; of a list in words of its own nothing is asked.
-- 工会经费 among 人员经费 is an account of the other part alone: one such name is enough.
with items as (

    select
        *,
        coalesce(account_code, '') <> '' as is_account
    from {{ ref('fct_statements') }}
    where statement_kind = 'listed_item'

),

official as (

    select distinct {{ comparable_name('name_zh') }} as name_zh from {{ ref('economic_accounts') }}

),

lists as (

    select document_id, source_locator, base, count(*) filter (where is_account) as accounts
    from items
    group by document_id, source_locator, base

),

-- Names of one part alone: 住房公积金 is of 人员经费 whoever lists it, 其他支出 may be of either.
parts as (

    select {{ comparable_name('names.name_zh') }} as name_zh, min(names.part) as part
    from (
        select name_zh, economic_code, if(left(economic_code, 3) in ('301', '303'), 'personnel', 'public') as part
        from {{ ref('economic_accounts') }}
        where classification = 'department_economic' and length(economic_code) = 5
        union all
        select aliases.alias_zh, aliases.economic_code, if(left(aliases.economic_code, 3) in ('301', '303'), 'personnel', 'public')
        from {{ ref('economic_aliases') }} as aliases
    ) as names
    group by all
    having count(distinct names.part) = 1

),

own_words as (

    select items.*, false as is_of_other_part
    from items
    inner join lists
        on items.document_id = lists.document_id
        and items.source_locator is not distinct from lists.source_locator
        and items.base = lists.base
        and lists.accounts >= {{ threshold('N69', 'least_accounts') }}
    anti join official on {{ comparable_name('items.subject') }} = official.name_zh
    where not items.is_account
      and not regexp_matches(items.subject, '[和及与或等\d（(]|各项|其他|^其中')
      and length(items.subject) between 2 and 10
    union all
    select items.*, true as is_of_other_part
    from items
    inner join lists
        on items.document_id = lists.document_id
        and items.source_locator is not distinct from lists.source_locator
        and items.base = lists.base
        and lists.accounts >= {{ threshold('N69', 'least_accounts') }}
    inner join parts
        on {{ comparable_name('items.subject') }} = parts.name_zh
        and items.base <> parts.part
    where not items.is_account

),

found as (

    select
        document_id,
        count(*) filter (where not is_of_other_part) >= {{ threshold('N69', 'least_names') }} or bool_or(is_of_other_part) as is_wrong,
        string_agg(subject, '、' order by statement_no) as detail_zh,
        min_by(statement_key, statement_no) as claim_key,
        {{ at_first(['page', 'source_locator', 'printed_text'], 'statement_no') }}
    from own_words
    group by document_id

),

gathered as (

    select listing.document_id, found.* exclude (document_id)
    from (select distinct document_id from items) as listing
    -- A miss is a list of accounts alone.
    left join found on listing.document_id = found.document_id

)

{% call narrative_rule('N69', judged_by=['is_wrong']) %}
    when gathered.document_id is null then {{ ruling('not_applicable', 'nothing_stated') }}
    when gathered.is_wrong then {{ ruling('fail') }}
    else {{ ruling('pass') }}
{% endcall %}

-- N69: a list of 人员经费 or 公用经费 that lists accounts calls all of them by their names (社保、饭贴 are none). A name
-- joined from several and one of either classification is left alone; of a list in words of its own nothing is asked.
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

own_words as (

    select items.*
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

),

found as (

    select
        document_id,
        count(*) >= {{ threshold('N69', 'least_names') }} as is_wrong,
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

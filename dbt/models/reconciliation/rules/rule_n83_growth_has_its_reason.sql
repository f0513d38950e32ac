-- N83: where the text says of accounts why they grew or shrank, it says so of each that did by much. A change without any
-- reason beside others without reasons is how the text is written: nothing is asked of it. One notice of a document.
with rates as (

    select *
    from {{ ref('fct_claims') }}
    where claim_kind = 'change_percent'
      and base = '上年'
      and coalesce(account_code, '') <> ''
      and topic_family in ('general_public', 'government_fund', 'state_capital')

),

-- A reason for being away from the budget is none for what changed on last year, unless it is the only one of the account.
reasoned as (

    select distinct document_id, account_code
    from {{ ref('fct_statements') }}
    where statement_kind = 'reason' and account_code <> ''

),

judged as (

    select
        rates.*,
        reasoned.document_id is not null as is_reasoned,
        abs(rates.check_value) >= {{ threshold('N83', 'change_percent') }} as is_far
    from rates
    left join reasoned
        on rates.document_id = reasoned.document_id
        and rates.account_code = reasoned.account_code

),

counted as (

    select
        document_id,
        count(distinct account_code) filter (where is_reasoned) as given,
        string_agg(
            account_code || ' ' || regexp_extract(regexp_replace(subject, '（[0-9]+）$', ''), '[^/]*$') || direction || printed_text || '%', '、' order by claim_no
        ) filter (where is_far and not is_reasoned) as missing_zh,
        {{ at_first(['claim_key', 'page', 'source_locator', "printed_text || '%' as printed_text"], '(not is_far or is_reasoned, claim_no)') }}
    from judged
    group by document_id

),

gathered as (

    select
        *,
        given > 0 and missing_zh is not null as is_wrong,
        '有 ' || given || ' 个科目写了原因,没有写的:' || missing_zh as detail_zh
    from counted

)

{% call narrative_rule('N83', judged_by=['is_wrong', 'given', 'missing_zh']) %}
    when gathered.document_id is null then {{ ruling('not_applicable', 'nothing_stated') }}
    when gathered.is_wrong then {{ ruling('fail') }}
    else {{ ruling('pass') }}
{% endcall %}

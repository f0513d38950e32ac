-- N73: where nearly all accounts say why they are away from their budget, so does each. Only a paragraph that states the
-- difference and ends is without a reason. One notice of a document.
with statements as (

    select
        *,
        statement_kind = 'doubtful_reason' as is_missing
    from {{ ref('fct_statements') }}
    where account_code <> ''
      and topic = 'general_public'
      and (statement_kind = 'reason' or (statement_kind = 'doubtful_reason' and direction = 'missing'))

),

reasoned as (

    select distinct document_id, account_code from statements where not is_missing

),

-- A reason in another paragraph of the account is one.
judged as (

    select statements.* exclude (is_missing), statements.is_missing and reasoned.document_id is null as is_missing
    from statements
    left join reasoned
        on statements.document_id = reasoned.document_id
        and statements.account_code = reasoned.account_code

),

counted as (

    select
        document_id,
        count(distinct account_code) filter (where not is_missing) as given,
        count(distinct account_code) as accounts,
        string_agg(
            account_code || ' ' || regexp_extract(subject, '[^/]*$'), '、' order by statement_no
        ) filter (where is_missing) as missing_zh,
        {{ at_first(['page', 'source_locator'], '(not is_missing, statement_no)') }}
    from judged
    group by document_id

),

gathered as (

    select
        *,
        missing_zh is not null
        and given >= {{ threshold('N73', 'least_given') }}
        and given * 100 >= accounts * {{ threshold('N73', 'given_percent') }} as is_wrong,
        '其他 ' || given || ' 个科目都写了原因,没有写的:' || missing_zh as detail_zh
    from counted

)

{% call narrative_rule('N73', judged_by=['is_wrong', 'given', 'accounts', 'missing_zh'], is_of_claim=false) %}
    when gathered.document_id is null then {{ ruling('not_applicable', 'nothing_stated') }}
    when gathered.is_wrong then {{ ruling('fail') }}
    else {{ ruling('pass') }}
{% endcall %}

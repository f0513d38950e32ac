-- N63: a reason that only repeats what it is to explain is none (支出增加的主要原因是支出增加), nor is one that only says which
-- part changed (支出总计减少：项目支出减少), nor a phrase that tells nothing (正常变动), nor （略）, nor that there was no 三公经费 where the account is one of contributions,
-- which hold none, nor one sentence for many accounts. One notice of a document.
with contributions as (

    select function_pattern from {{ ref('account_pairs') }}

),

reasons as (

    select
        *,
        coalesce(printed_text, '') = '另指' and exists (
            select 1 from contributions where regexp_full_match(account_code, contributions.function_pattern)
        ) as is_of_another,
        coalesce(printed_text, '') = '重复' as is_repeated,
        coalesce(printed_text, '') = '拆分' as is_part,
        coalesce(printed_text, '') = '空泛' as is_empty,
        coalesce(printed_text, '') = '略' as is_left_out
    from {{ ref('fct_statements') }}
    where statement_kind = 'reason'

),

-- Equal texts have equal keys; the first place speaks for all.
for_many as (

    select
        document_id,
        text_key,
        min(statement_no) as statement_no,
        count(distinct account_code) as accounts
    from reasons
    where text_key <> '' and account_code <> '' and not is_left_out
    group by document_id, text_key
    having accounts >= {{ threshold('N63', 'same_reason_accounts') }}

),

judged as (

    select
        reasons.*,
        for_many.accounts,
        for_many.document_id is not null as is_for_many,
        if(coalesce(excerpt, '') = '', '第 ' || section || ' 节', '“' || excerpt || '”') as quoted_zh
    from reasons
    left join for_many
        on reasons.document_id = for_many.document_id
        and reasons.statement_no = for_many.statement_no

),

gathered as (

    select
        document_id,
        bool_or(is_repeated or is_part or is_empty or is_left_out or is_of_another or is_for_many) as is_wrong,
        concat_ws(
            ';',
            '只是重复问题:' || string_agg(quoted_zh, '、' order by statement_no) filter (where is_repeated),
            '只说是哪一部分:' || string_agg(quoted_zh, '、' order by statement_no) filter (where is_part),
            '没有具体内容:' || string_agg(quoted_zh, '、' order by statement_no) filter (where is_empty),
            string_agg(accounts || ' 个科目写同一原因:' || quoted_zh, '、' order by statement_no) filter (where is_for_many),
            '说的是“三公”经费:' || string_agg(account_code || ' ' || subject, '、' order by statement_no) filter (where is_of_another),
            if(bool_or(is_left_out), '写作“略”的 ' || count(*) filter (where is_left_out) || ' 处', null)
        ) as detail_zh,
        {{ at_first(['page', 'source_locator', 'printed_text'], '(not (is_repeated or is_part or is_empty or is_left_out or is_of_another or is_for_many), statement_no)') }}
    from judged
    group by document_id

)

{% call narrative_rule('N63', judged_by=['is_wrong'], is_of_claim=false) %}
    when gathered.document_id is null then {{ ruling('not_applicable', 'nothing_stated') }}
    when gathered.is_wrong then {{ ruling('fail') }}
    else {{ ruling('pass') }}
{% endcall %}

-- N59: the glossary explains what the disclosure has, and nothing else. What it lacks is told only where it goes through
-- a kind of terms one by one; what it explains needlessly, where tables and text know no such word. One notice of a document.
with terms as (

    select terms.*, documents.form, documents.nature, documents.organization_name
    from {{ ref('fct_statements') }} as terms
    inner join {{ ref('dim_judged_document') }} as documents on terms.document_id = documents.document_id
    where terms.statement_kind = 'term'

),

documents as (

    select distinct document_id, form from terms

),

-- Every glossary explains the same words: a pattern is tried once on each, not once in each document.
subject_kinds as (

    select subjects.subject, kinds.kind_code, kinds.family, kinds.fund
    from (
        select distinct subject
        from {{ ref('fct_statements') }}
        where statement_kind in ('term', 'term_names')
    ) as subjects
    inner join {{ ref('glossary_kinds') }} as kinds on regexp_matches(subjects.subject, kinds.pattern)

),

subject_funds as (

    select subject, min(fund) as fund
    from subject_kinds
    where fund is not null
    group by subject

),

term_kinds as (

    select terms.document_id, terms.statement_no, kinds.kind_code, kinds.family
    from terms
    inner join subject_kinds as kinds on terms.subject = kinds.subject

),

families as (

    select document_id, family, count(distinct kind_code) as defined
    from term_kinds
    group by document_id, family

),

-- 其他收入 has money and five other kinds of income are explained.
missing_kinds as (

    select
        families.document_id,
        1 as said_order,
        '列入表中而没有解释:' || string_agg(kinds.kind_zh, '、' order by kinds.kind_code) as said_zh
    from families
    inner join {{ ref('glossary_kinds') }} as kinds on families.family = kinds.family
    inner join {{ ref('fct_cells') }} as cells
        on families.document_id = cells.document_id
        and kinds.table_code = cells.table_code
        and kinds.row_key = cells.row_key
        and kinds.column_code = cells.column_code
    left join term_kinds
        on families.document_id = term_kinds.document_id
        and kinds.kind_code = term_kinds.kind_code
    where families.defined >= {{ threshold('N59', 'least_defined') }}
      and cells.check_value <> 0
      and term_kinds.kind_code is null
    group by families.document_id

),

items as (

    select
        cells.document_id,
        cells.account_code,
        min(cells.printed_label) as printed_label,
        bool_or(terms.document_id is not null) as is_explained
    from {{ ref('fct_cells') }} as cells
    inner join documents on cells.document_id = documents.document_id
    inner join {{ ref('table_shapes') }} as shapes
        on cells.table_code = shapes.table_code
        and shapes.shape = 'by_function'
        and shapes.flow = 'expenditure'
    -- A miss is an account without an explanation.
    left join terms
        on cells.document_id = terms.document_id
        and cells.account_code = terms.account_code
    where cells.row_role = 'item' and cells.check_value <> 0
    group by cells.document_id, cells.account_code

),

missing_accounts as (

    select
        document_id,
        2 as said_order,
        '列入表中而没有解释的科目:'
        || {{ listed_few("account_code || ' ' || printed_label", 'account_code', 'not is_explained') }} as said_zh
    from items
    group by document_id
    having bool_or(not is_explained)
       and 100 * count(*) filter (where is_explained) >= {{ threshold('N59', 'accounts_percent') }} * count(*)
       and count(*) filter (where is_explained) >= {{ threshold('N59', 'least_defined') }}

),

accounts as (

    select document_id, account_code, min(printed_label) as printed_label
    from {{ ref('fct_cells') }}
    where account_code is not null
    group by document_id, account_code

),

-- What last year's glossary explained and this year's tables do not have.
needless_accounts as (

    select
        terms.document_id,
        3 as said_order,
        '解释了而表中没有的科目:' || {{ listed_few("terms.account_code || ' ' || terms.subject", 'terms.statement_no') }} as said_zh
    from terms
    left join accounts
        on terms.document_id = accounts.document_id
        and starts_with(accounts.account_code, terms.account_code)
    where regexp_full_match(terms.account_code, '2\d{2}(?:\d{2}){0,2}')
      and accounts.account_code is null
      and coalesce(terms.base, '') <> 'told'
    group by terms.document_id

),

-- The words of the tables themselves: labels, and the heads and lines that the form prints.
words as (

    select document_id, string_agg(distinct printed_label, ' ' order by printed_label) as words
    from {{ ref('fct_cells') }}
    group by document_id

),

form_words as (

    select form, string_agg(distinct word, ' ' order by word) as words
    from (
        select form, column_label as word from {{ ref('dim_table_column') }}
        union
        select form, line_name from {{ ref('dim_statement_line') }}
    )
    group by form

),

needless_terms as (

    select
        terms.document_id,
        4 as said_order,
        '解释了而全文没有用到:' || {{ listed_few('terms.subject', 'terms.statement_no') }} as said_zh
    from terms
    left join words on terms.document_id = words.document_id
    left join form_words on terms.form = form_words.form
    left join term_kinds
        on terms.document_id = term_kinds.document_id
        and terms.statement_no = term_kinds.statement_no
    where term_kinds.kind_code is null
      and coalesce(terms.account_code, '') = ''
      and coalesce(terms.base, '') <> 'told'
      -- 年初结转、年末结转: two terms, or a path of accounts, are not looked for as one word.
      and not regexp_matches(terms.subject, '[、/（）和及与]')
      and not contains(coalesce(words.words, ''), terms.subject)
      and not contains(coalesce(form_words.words, ''), terms.subject)
    group by terms.document_id
    having count(*) >= {{ threshold('N59', 'least_unused') }}

),

names as (

    select
        named.*,
        documents.organization_name,
        named.direction = 'fund' as is_fund,
        coalesce(
            case
                when contains(named.subject, '政府性基金') then 'government_fund'
                when contains(named.subject, '国有资本经营') then 'state_capital'
                when contains(named.subject, '一般公共预算') then 'general_public'
            end,
            funds.fund
        ) as own_fund
    from {{ ref('fct_statements') }} as named
    inner join {{ ref('dim_judged_document') }} as documents on named.document_id = documents.document_id
    -- A miss is a term of no fund.
    left join subject_funds as funds on named.subject = funds.subject
    where named.statement_kind = 'term_names' and named.direction in ('fund', 'nature')

),

-- A definition that names only another fund than its term's, or speaks of schools in the disclosure of none.
wrong_names as (

    select document_id, source_locator, subject, min(statement_no) as statement_no, string_agg(printed_text, '、' order by statement_no) as named_zh
    from names
    where is_fund and own_fund is not null
    group by document_id, source_locator, subject
    having bool_and(base <> own_fund)
    union all
    select document_id, source_locator, subject, min(statement_no), string_agg(regexp_replace(printed_text, '^是?指', ''), '、' order by statement_no)
    from names
    where not is_fund
      and case base
          when 'school' then not regexp_matches(coalesce(organization_name, ''), '[大小中]学|学院|学校|幼儿园|教育|党校|大学')
          when 'hospital' then not regexp_matches(coalesce(organization_name, ''), '医院|卫生|保健|疾病|血|健康')
      end
    group by document_id, source_locator, subject

),

wrong_definitions as (

    select
        document_id,
        5 as said_order,
        string_agg('“' || subject || '”的解释写的是' || named_zh, '、' order by statement_no) as said_zh
    from wrong_names
    group by document_id

),

same_definitions as (

    select
        document_id,
        6 as said_order,
        string_agg(said_zh, '、' order by statement_no) as said_zh
    from (
        select
            document_id,
            min(statement_no) as statement_no,
            string_agg('“' || subject || '”', '' order by statement_no) || '的解释相同' as said_zh
        from (select document_id, text_key, subject, min(statement_no) as statement_no from terms group by all)
        group by document_id, text_key
        having count(*) > 1
    )
    group by document_id

),

twice as (

    select
        document_id,
        7 as said_order,
        string_agg('“' || subject || '”解释了 ' || times || ' 次', '、' order by statement_no) as said_zh
    from (
        select document_id, subject, coalesce(account_code, '') as code, min(statement_no) as statement_no, count(*) as times
        from terms
        group by document_id, subject, code
        having count(*) > 1
    )
    group by document_id

),

told_names as (

    select distinct document_id, account_code, regexp_replace(subject, '（[0-9]+）$', '') as told_name
    from {{ ref('fct_claims') }}
    where coalesce(account_code, '') <> ''

),

-- 重点实验室及相关设施（2060204）: the code of a table under another name, where the code list or the text says that of the table.
other_names as (

    select
        terms.document_id,
        8 as said_order,
        string_agg(
            '“' || terms.printed_text || '”表中名称为“' || accounts.printed_label || '”', '、' order by terms.statement_no
        ) as said_zh
    from terms
    inner join accounts
        on terms.document_id = accounts.document_id
        and terms.account_code = accounts.account_code
    -- Misses: the list of items is not complete, and few texts name an account by its code.
    left join {{ ref('dim_functional_account') }} as listed on terms.account_code = listed.function_code
    left join told_names
        on terms.document_id = told_names.document_id
        and terms.account_code = told_names.account_code
        and accounts.printed_label = told_names.told_name
    where contains(terms.printed_text, terms.account_code)
      and (
          {{ comparable_name('listed.function_name') }} = {{ comparable_name('accounts.printed_label') }}
          or told_names.told_name is not null
      )
      and {{ comparable_name('terms.subject') }} <> {{ comparable_name('accounts.printed_label') }}
    group by terms.document_id

),

-- “三公”经费 explained with 会议费, or without 公务接待费.
other_meanings as (

    select
        document_id,
        9 as said_order,
        string_agg(
            '“' || subject || '”的解释' || if(base = 'foreign', '写有“' || printed_text || '”', '没有写' || printed_text), '、' order by statement_no
        ) as said_zh
    from {{ ref('fct_statements') }}
    where statement_kind = 'term_names' and direction = 'meaning'
    group by document_id

),

said as (

    select * from missing_kinds
    union all
    select * from missing_accounts
    union all
    select * from needless_accounts
    union all
    select * from needless_terms
    union all
    select * from wrong_definitions
    union all
    select * from same_definitions
    union all
    select * from twice
    union all
    select * from other_names
    union all
    select * from other_meanings

),

places as (

    select document_id, {{ at_first(['page', 'source_locator', 'printed_text'], 'statement_no') }}
    from terms
    group by document_id

),

gathered as (

    select
        places.document_id,
        count(said.said_zh) > 0 as is_wrong,
        string_agg(said.said_zh, ';' order by said.said_order) as detail_zh,
        places.page,
        places.source_locator,
        places.printed_text
    from places
    left join said on places.document_id = said.document_id
    group by places.document_id, places.page, places.source_locator, places.printed_text

)

{% call narrative_rule('N59', judged_by=['is_wrong'], is_of_claim=false) %}
    when gathered.document_id is null then {{ ruling('not_applicable', 'nothing_stated') }}
    when gathered.is_wrong then {{ ruling('fail') }}
    else {{ ruling('pass') }}
{% endcall %}

-- N85: a text that tells income by source, expenditure by nature or spending account by account leaves out none that the
-- table shows money for. One whose figure is told under a name that the table does not print, or with what it is part of, is
-- told. Where the text tells few of them, it is a choice, no list. One notice of a document.
with claims as (

    select *
    from {{ ref('fct_claims') }}
    where claim_kind = 'amount'

),

tables as (

    select document_id, table_code
    from {{ ref('fct_document_tables') }}
    where table_state = 'confirmed'

),

cells as (

    select cells.*
    from {{ ref('fct_cells') }} as cells
    semi join tables
        on cells.document_id = tables.document_id
        and cells.table_code = tables.table_code
    where cells.check_value > 0

),

-- The columns of the totals of 02 and 03表, as the text calls them.
columns_of as (

    select distinct subject, table_code, column_code, row_key, topic_family as topic
    from {{ ref('claim_references') }}
    where metric in ('income_item', 'expenditure_item')
      and topic_family in ('income', 'expenditure')
      and table_code in ('gk02', 'gk03')

),

-- Of 财政拨款 universities print another table than others.
printed as (

    select
        cells.document_id,
        coalesce(columns_of.topic, 'account') as list_code,
        coalesce(columns_of.subject, cells.account_code || ' ' || cells.printed_label) as name_zh,
        coalesce(columns_of.subject, cells.account_code) as about,
        cells.check_value,
        cells.half_unit,
        cells.printed_text,
        cells.row_no
    from cells
    -- A miss is a cell that may be of an account.
    left join columns_of
        on cells.table_code = columns_of.table_code
        and cells.column_code = columns_of.column_code
        and cells.row_key = columns_of.row_key
    where columns_of.subject is not null
       or (
           cells.row_role = 'item'
           and cells.column_code = 'total'
           and (
               cells.table_code = 'gk05'
               or (cells.table_code = 'gk11' and cells.document_id not in (select document_id from tables where table_code = 'gk05'))
           )
       )

),

listed as (

    select
        *,
        if(topic in ('income', 'expenditure'), topic, 'account') as list_code,
        if(topic in ('income', 'expenditure'), subject, account_code) as about
    from claims
    where topic in ('income', 'expenditure')
       or (topic_family = 'general_public' and metric <> 'budget')

),

told as (

    select
        listed.document_id,
        listed.list_code,
        listed.about,
        coalesce(names.subject, accounts.about) is not null as is_known,
        listed.check_value,
        listed.half_unit,
        listed.claim_no,
        listed.claim_key,
        listed.page,
        listed.source_locator
    from listed
    -- A miss is a figure under a name that no table has a column for, or of an account.
    left join (select distinct subject from columns_of) as names on listed.about = names.subject
    -- A miss is a figure of an account that the table does not print, or of a column.
    left join (select distinct document_id, about from printed where list_code = 'account') as accounts
        on listed.document_id = accounts.document_id
        and listed.about = accounts.about

),

matched as (

    select
        printed.*,
        told.claim_no,
        told.claim_key,
        told.page,
        told.source_locator
    from printed
    left join told
        on printed.document_id = told.document_id
        and printed.list_code = told.list_code
        and (
            printed.about = told.about
            or (printed.list_code = 'account' and length(told.about) = 5 and starts_with(printed.about, told.about))
            or (
                not told.is_known
                and abs(printed.check_value - told.check_value) <= printed.half_unit + told.half_unit
            )
        )

),

items as (

    select
        document_id,
        list_code,
        about,
        min(name_zh) as name_zh,
        min(printed_text) as printed_text,
        min(row_no) as row_no,
        bool_or(claim_no is not null) as is_told,
        {{ at_first(['claim_key', 'page', 'source_locator'], 'claim_no') }},
        min(claim_no) as claim_no
    from matched
    group by document_id, list_code, about

),

lists as (

    select
        document_id,
        list_code,
        count(*) filter (where is_told) as given,
        count(*) as items,
        string_agg(name_zh || ' ' || printed_text, '、' order by row_no, about) filter (where not is_told) as missing_zh,
        {{ at_first(['claim_key', 'page', 'source_locator'], 'claim_no') }}
    from items
    group by document_id, list_code

),

judged as (

    select
        *,
        missing_zh is not null
        and (list_code <> 'account' or given * 100 >= items * {{ threshold('N85', 'told_percent') }}) as is_wrong
    from lists
    where given >= {{ threshold('N85', 'least_told') }}

),

gathered as (

    select
        document_id,
        bool_or(is_wrong) as is_wrong,
        string_agg(
            case list_code when 'income' then '收入' when 'expenditure' then '支出' else '科目' end || '缺 ' || missing_zh,
            ';' order by list_code desc
        ) filter (where is_wrong) as detail_zh,
        {{ at_first(['claim_key', 'page', 'source_locator'], '(not is_wrong, list_code)') }}
    from judged
    group by document_id

)

{% call narrative_rule('N85', judged_by=['is_wrong']) %}
    when gathered.document_id is null then {{ ruling('not_applicable', 'nothing_stated') }}
    when gathered.is_wrong then {{ ruling('fail') }}
    else {{ ruling('pass') }}
{% endcall %}

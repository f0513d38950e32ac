-- N79: a structure of expenditure (用于以下方面：…) that does not end in 等 names every class that gk05 shows money for. A class
-- is named where the text tells a figure of it, or the same figure under a name that nobody knows.
with listed as (

    select
        document_id,
        bool_or(direction = '等') as is_open,
        {{ at_first(['page', 'source_locator', 'printed_text'], 'statement_no') }}
    from {{ ref('fct_statements') }}
    where statement_kind = 'structure_list'
    group by document_id

),

told as (

    select document_id, account_code, check_value, half_unit
    from {{ ref('fct_claims') }}
    where claim_kind = 'amount'
      and topic_family = 'general_public'
      and length(coalesce(account_code, '')) in (0, 3)

),

numbers as (

    select document_id, count(distinct account_code) filter (where length(account_code) = 3) as classes
    from told
    group by document_id

),

spent as (

    select *
    from {{ ref('fct_cells') }}
    where table_code = 'gk05' and column_code = 'total' and row_role = 'class' and check_value <> 0

),

missing as (

    select
        spent.document_id,
        string_agg(spent.account_code || ' ' || spent.printed_label || ' ' || spent.printed_text, '、' order by spent.row_no) as detail_zh
    from spent
    anti join told
        on spent.document_id = told.document_id
        and (
            spent.account_code = told.account_code
            or (coalesce(told.account_code, '') = '' and abs(spent.check_value - told.check_value) <= spent.half_unit + told.half_unit)
        )
    group by spent.document_id

),

tables as (

    select * from {{ ref('fct_document_tables') }} where table_code = 'gk05'

),

gathered as (

    select
        listed.document_id,
        listed.is_open,
        coalesce(numbers.classes, 0) >= {{ threshold('N79', 'least_classes') }} as is_list,
        coalesce(tables.table_state, 'missing') = 'confirmed' as is_read,
        missing.detail_zh,
        listed.page,
        listed.source_locator,
        listed.printed_text
    from listed
    -- Misses: no class is told, no table is there, nothing is left out.
    left join numbers on listed.document_id = numbers.document_id
    left join tables on listed.document_id = tables.document_id
    left join missing on listed.document_id = missing.document_id

)

{% call narrative_rule('N79', judged_by=['is_open', 'is_list', 'is_read'], is_of_claim=false) %}
    when gathered.document_id is null or not gathered.is_list then {{ ruling('not_applicable', 'nothing_stated') }}
    when gathered.is_open then {{ ruling('not_applicable', 'list_not_closed') }}
    when not gathered.is_read then {{ ruling('no_data', 'table_not_read') }}
    when gathered.detail_zh is not null then {{ ruling('fail') }}
    else {{ ruling('pass') }}
{% endcall %}

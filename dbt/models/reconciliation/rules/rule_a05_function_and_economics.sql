-- A05: contributions that both classifications know by their own account are the same money in 公开05表 and 公开06表.
-- Bodies may pay them under other accounts: a hint, one for a document. Where 公开06表 prints all spending all of it is
-- compared, else the basic expenditure. However little they differ, two digits that changed places are a slip of typing.
with pairs as (

    select * from {{ ref('account_pairs') }}

),

cells as (

    select *
    from {{ ref('fct_cells') }}
    where table_code in ('gk05', 'gk06') and row_role in ('item', 'section')

),

columns_used as (

    select
        document_id,
        if(bool_or(table_code = 'gk06' and column_code = 'total'), 'total', 'basic') as column_code,
        -- A table printed down to 款 says nothing about an item.
        bool_or(table_code = 'gk05' and row_role = 'item') as has_items
    from cells
    group by document_id

),

-- An account is the same in thousands of documents: a pattern is tried once per account.
paired_accounts as (

    select accounts.table_code, accounts.account_code, pairs.pair_no
    from (select distinct table_code, account_code from cells) as accounts
    inner join pairs
        on regexp_full_match(
            accounts.account_code, if(accounts.table_code = 'gk05', pairs.function_pattern, pairs.economic_pattern)
        )

),

sides as (

    select
        cells.document_id,
        paired_accounts.pair_no,
        coalesce(sum(cells.check_value) filter (where cells.table_code = 'gk05'), 0) as function_amount,
        coalesce(sum(cells.check_value) filter (where cells.table_code = 'gk06'), 0) as economic_amount,
        sum(coalesce(cells.half_unit, 0)) as allowed,
        max(cells.printed_unit) filter (where cells.table_code = 'gk06') as unit06,
        max(cells.printed_unit) filter (where cells.table_code = 'gk05') as unit05,
        {{ at_first(['page', 'source_locator', 'printed_text'], '(cells.table_code, cells.row_no)') }},
        list({{ cell_item("case cells.table_code when 'gk05' then 'left' else 'right' end", 'cells') }} order by cells.table_code, cells.row_no) as items
    from cells
    inner join columns_used
        on cells.document_id = columns_used.document_id
        and cells.column_code = columns_used.column_code
        and columns_used.has_items
    inner join paired_accounts
        on cells.table_code = paired_accounts.table_code
        and cells.account_code = paired_accounts.account_code
    group by cells.document_id, paired_accounts.pair_no

),

judged as (

    select
        sides.*,
        pairs.name_zh,
        pairs.function_zh,
        pairs.economic_zh,
        abs(function_amount - economic_amount) > allowed
        and {{ digits_exchanged('function_amount', 'economic_amount') }} as is_exchanged,
        is_exchanged
        or (
            abs(function_amount - economic_amount) > allowed
            and abs(function_amount - economic_amount) * 100
            > greatest(abs(function_amount), abs(economic_amount)) * {{ threshold('A05', 'difference_percent') }}
        ) as is_apart
    from sides
    inner join pairs on sides.pair_no = pairs.pair_no
    where function_amount <> 0 or economic_amount <> 0

),

gathered as (

    select
        document_id,
        bool_or(is_apart) as is_apart,
        string_agg(
            name_zh || '(' || function_zh || ')' || {{ money_text('function_amount', 'coalesce(unit05, unit06)') }}
            || ',' || economic_zh || ' ' || {{ money_text('economic_amount', 'coalesce(unit06, unit05)') }}
            || if(is_exchanged, '(相邻两位数字互换)', ''),
            ';' order by pair_no
        ) filter (where is_apart) as listed,
        {{ at_first(['page', 'source_locator', 'printed_text'], '(not is_apart, pair_no)') }},
        to_json(flatten(list(items order by pair_no) filter (where is_apart))) as evidence
    from judged
    group by document_id

),

states as (

    select
        document_id,
        max(table_state) filter (where table_code = 'gk05') as gk05_state,
        max(table_state) filter (where table_code = 'gk06') as gk06_state
    from {{ ref('fct_document_tables') }}
    group by document_id

),

final as (

    select
        states.document_id,
        'A05' as rule_id,
        'document' as subject,
        unnest(case
            when coalesce(states.gk05_state, 'missing') not in ('confirmed', 'unconfirmed') then {{ ruling('no_data', because="'table_' || coalesce(states.gk05_state, 'missing')") }}
            when coalesce(states.gk06_state, 'missing') not in ('confirmed', 'unconfirmed') then {{ ruling('no_data', because="'table_' || coalesce(states.gk06_state, 'missing')") }}
            when gathered.document_id is null then {{ ruling('not_applicable', 'no_account_printed') }}
            when not gathered.is_apart then {{ ruling('pass') }}
            when 'unconfirmed' in (states.gk05_state, states.gk06_state) then {{ ruling('no_data', 'reading_unconfirmed') }}
            else {{ ruling('fail') }}
        end),
        'gk05' as table_code,
        gathered.page,
        gathered.source_locator,
        gathered.printed_text,
        gathered.listed as detail_zh,
        gathered.evidence
    from states
    left join gathered on states.document_id = gathered.document_id

)

select * from final

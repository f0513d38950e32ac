-- A03: no 项 of expenditure is many times what it was the year before.
-- A slip of the unit or of the decimal point looks like that, and so does a new task.
with pairs as (

    select * from {{ ref('dim_judged_document') }}

),

items as (

    select * from {{ ref('fct_cells') }} where table_code = 'gk03' and row_role = 'item' and column_code = 'total' and not is_repeated

),

states as (

    select document_id, table_state from {{ ref('fct_document_tables') }} where table_code = 'gk03'

),

grown as (

    select
        pairs.document_id,
        this_year.account_code,
        this_year.row_no,
        this_year.printed_label,
        this_year.check_value as amount,
        last_year.check_value as previous_amount,
        this_year.printed_unit,
        this_year.printed_text,
        this_year.page,
        this_year.source_locator
    from pairs
    inner join items as this_year on pairs.document_id = this_year.document_id
    inner join items as last_year
        on pairs.previous_document_id = last_year.document_id
        and this_year.row_key = last_year.row_key
    where last_year.check_value >= {{ threshold('A03', 'least_amount') }}
      and this_year.check_value > {{ threshold('A03', 'times') }} * last_year.check_value

),

listed as (

    select
        document_id,
        string_agg(
            account_code || ' ' || printed_label || ' ' || {{ money_text('amount', 'printed_unit') }} || ',上年 ' || {{ money_text('previous_amount', 'printed_unit') }},
            ';' order by amount desc, account_code, row_no
        ) as detail_zh,
        {{ at_first(['printed_text', 'page', 'source_locator'], '(amount, -row_no)', by='max_by') }}
    from grown
    group by document_id

),

final as (

    select
        pairs.document_id,
        'A03' as rule_id,
        'document' as subject,
        unnest(case
            when pairs.previous_document_id is null then {{ ruling('no_data', because='pairs.no_previous_reason') }}
            {{ ruling_over_years() }}
        end),
        'gk03' as table_code,
        listed.* exclude (document_id)
    from pairs
    left join states as this_state on pairs.document_id = this_state.document_id
    left join states as last_state on pairs.previous_document_id = last_state.document_id
    -- A miss is a document in which nothing grew tenfold.
    left join listed on pairs.document_id = listed.document_id

)

select * from final

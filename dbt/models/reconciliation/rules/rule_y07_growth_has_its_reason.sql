-- Y07: a class of spending that grew or shrank far against last year's disclosure has a reason in the text: one about it
-- where the text gives reasons by account, else any. What was left out or only repeats the question is none.
with pairs as (

    select * from {{ ref('dim_judged_document') }}

),

states as (

    select document_id, table_state from {{ ref('fct_document_tables') }} where table_code = 'gk03'

),

classes as (

    select * from {{ ref('fct_cells') }}
    where table_code = 'gk03' and row_role = 'class' and column_code = 'total' and check_value is not null

),

narratives as (

    select distinct document_id from {{ ref('fct_claims') }}

),

reasons as (

    select document_id, left(nullif(account_code, ''), 3) as class_code
    from {{ ref('fct_statements') }}
    where statement_kind = 'reason' and coalesce(printed_text, '') not in ('略', '重复', '空泛')

),

reasoned as (

    select document_id, bool_or(class_code is not null) as is_by_account
    from reasons
    group by document_id

),

totals as (

    select document_id, sum(check_value) as total from classes group by document_id

),

changed as (

    select
        pairs.document_id,
        classes.* exclude (document_id),
        last_year.check_value as last_amount,
        classes.check_value - last_year.check_value as change_amount
    from pairs
    inner join classes on pairs.document_id = classes.document_id
    inner join classes as last_year
        on pairs.previous_document_id = last_year.document_id
        and classes.account_code = last_year.account_code
    inner join totals on pairs.previous_document_id = totals.document_id
    where last_year.check_value > 0
      and abs(classes.check_value - last_year.check_value) * 100 >= last_year.check_value * {{ threshold('Y07', 'least_percent') }}
      and abs(classes.check_value - last_year.check_value) * 100 >= totals.total * {{ threshold('Y07', 'least_share_percent') }}

),

unexplained as (

    select changed.*
    from changed
    left join reasoned on changed.document_id = reasoned.document_id
    anti join reasons
        on changed.document_id = reasons.document_id
        and changed.account_code = reasons.class_code
    where coalesce(reasoned.is_by_account, true)

),

listed as (

    select
        document_id,
        string_agg(
            account_code || ' ' || printed_label || '由上年 ' || {{ money_text('last_amount', 'printed_unit') }} || '到 '
            || {{ money_text('check_value', 'printed_unit') }} || ',' || if(change_amount > 0, '增长 ', '下降 ')
            || cast(cast({{ percent('abs(change_amount)', 'last_amount') }} as decimal(18, 1)) as varchar) || '%',
            ';' order by account_code
        ) as detail_zh,
        {{ at_first(['page', 'source_locator', 'printed_text'], '(row_no)') }},
        to_json(list({{ cell_item("'left'") }} order by row_no)) as evidence
    from unexplained
    group by document_id

),

final as (

    select
        pairs.document_id,
        'Y07' as rule_id,
        'document' as subject,
        unnest(case
            when pairs.previous_document_id is null then {{ ruling('no_data', because='pairs.no_previous_reason') }}
            when narratives.document_id is null then {{ ruling('no_data', 'narrative_not_read') }}
            {{ ruling_over_years() }}
        end),
        'gk03' as table_code,
        listed.* exclude (document_id)
    from pairs
    left join narratives on pairs.document_id = narratives.document_id
    left join states as this_state on pairs.document_id = this_state.document_id
    left join states as last_state on pairs.previous_document_id = last_state.document_id
    -- A miss is a document whose changes are small or explained.
    left join listed on pairs.document_id = listed.document_id

)

select * from final

-- Y05: a class that one of two years spends much on is there in the other one, by its code or, moved, by its name.
-- A body may get and lose a task: a question, one for a document.
with pairs as (

    select * from {{ ref('dim_judged_document') }}

),

states as (

    select document_id, table_state, table_zh from {{ ref('fct_document_tables') }} where table_code = 'gk03'

),

classes as (

    select
        document_id,
        account_code,
        {{ comparable_name('printed_label') }} as class_name,
        printed_label,
        check_value as amount,
        printed_unit,
        printed_text,
        table_code,
        row_no,
        row_key,
        column_code,
        page,
        source_locator
    from {{ ref('fct_cells') }}
    where table_code = 'gk03' and row_role = 'class' and column_code = 'total' and check_value <> 0

),

-- Each class of either year, with the documents it could stand in.
sides as (

    select pairs.document_id, pairs.previous_document_id as other_document_id, classes.* exclude (document_id), true as is_new
    from pairs
    inner join classes on pairs.document_id = classes.document_id
    union all
    select pairs.document_id, pairs.document_id as other_document_id, classes.* exclude (document_id), false as is_new
    from pairs
    inner join classes on pairs.previous_document_id = classes.document_id

),

-- What a reason speaks of is explained: 机构改革新增教育职能.
reasons as (

    select distinct document_id, left(account_code, 3) as class_code
    from {{ ref('fct_statements') }}
    where statement_kind = 'reason' and coalesce(account_code, '') <> '' and coalesce(printed_text, '') not in ('略', '重复')

),

totals as (

    select document_id, is_new, sum(amount) as total from sides group by document_id, is_new

),

alone as (

    select
        sides.*,
        -- The same class under another code was moved, not lost.
        moved.account_code as moved_code
    from sides
    inner join totals
        on sides.document_id = totals.document_id
        and sides.is_new = totals.is_new
    left join classes as same
        on sides.other_document_id = same.document_id
        and sides.account_code = same.account_code
    left join classes as moved
        on sides.other_document_id = moved.document_id
        and sides.class_name = moved.class_name
    anti join reasons
        on sides.document_id = reasons.document_id
        and sides.account_code = reasons.class_code
    where sides.other_document_id is not null
      and same.document_id is null
      and sides.amount >= {{ threshold('Y05', 'least_amount') }}
      and sides.amount * 100 >= totals.total * {{ threshold('Y05', 'least_percent') }}
    qualify row_number() over (
        partition by sides.document_id, sides.is_new, sides.account_code order by moved.account_code
    ) = 1

),

listed as (

    select
        document_id,
        string_agg(
            account_code || ' ' || printed_label || if(is_new, '本年 ', '上年 ') || {{ money_text('amount', 'printed_unit') }} || ','
            || if(is_new, '上年', '本年') || coalesce('列在 ' || moved_code, '没有'),
            ';' order by is_new desc, account_code
        ) as detail_zh,
        -- Only what this document prints is a place in it.
        {{ at_first(['page', 'source_locator', 'printed_text'], '(row_no)', 'is_new') }},
        to_json(coalesce(list({{ cell_item("'left'") }} order by row_no) filter (where is_new), [])) as evidence
    from alone
    group by document_id

),

final as (

    select
        pairs.document_id,
        'Y05' as rule_id,
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
    -- A miss is a document with the classes of the year before.
    left join listed on pairs.document_id = listed.document_id

)

select * from final

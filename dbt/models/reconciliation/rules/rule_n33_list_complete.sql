-- N33: a list of 人员经费 or 公用经费 that does not end in 等 names every item that gk06 shows money for.
-- Only where every name of the list is an account: a text in words of its own (社保、饭贴) lists no accounts.
with statements as (

    select * from {{ ref('fct_statements') }}

),

lists as (

    select * from statements where statement_kind = 'list'

),

items as (

    select
        document_id,
        source_locator,
        base,
        bool_and(coalesce(account_code, '') <> '') as is_in_accounts,
        list(account_code order by account_code) as account_codes
    from statements
    where statement_kind = 'listed_item'
    group by document_id, source_locator, base

),

spent as (

    select
        document_id,
        if(left(account_code, 3) in ('301', '303'), 'personnel', 'public') as base,
        account_code,
        row_no,
        printed_label,
        printed_text,
        check_value,
        printed_unit,
        page,
        source_locator
    from {{ ref('fct_cells') }}
    where table_code = 'gk06' and column_code = 'basic' and row_role = 'section' and check_value <> 0

),

unlisted as (

    select
        lists.document_id,
        lists.statement_no,
        sum(spent.check_value) as amount,
        min(spent.printed_unit) as printed_unit,
        string_agg(spent.account_code || ' ' || spent.printed_label || ' ' || spent.printed_text, '、' order by spent.account_code, spent.row_no) as names,
        list({{ evidence_item("'right'", "'gk06'", 'spent.printed_text', 'spent.page', 'spent.source_locator', 'spent.row_no', 'spent.account_code', "'basic'", 'spent.printed_label') }}
            order by spent.account_code, spent.row_no) as evidence
    from lists
    inner join items
        on lists.document_id = items.document_id
        and lists.source_locator = items.source_locator
        and lists.base = items.base
    inner join spent
        on lists.document_id = spent.document_id
        and lists.base = spent.base
        and not list_contains(items.account_codes, spent.account_code)
    group by lists.document_id, lists.statement_no

),

doubtful as (

    select distinct document_id
    from {{ ref('int_rule_linear_verdicts') }}
    where rule_id = 'I32' and status = 'fail'

),

document_tables as (

    select * from {{ ref('fct_document_tables') }} where table_code = 'gk06'

),

judged as (

    select
        lists.*,
        unlisted.amount,
        unlisted.printed_unit,
        unlisted.names,
        unlisted.evidence as unlisted_evidence,
        case
            when lists.direction = '等' then 'list_not_closed'
            when not coalesce(items.is_in_accounts, false) then 'names_not_accounts'
            when coalesce(document_tables.table_state, 'missing') <> 'confirmed' then 'table_not_read'
            when doubtful.document_id is not null then 'table_does_not_add_up'
            else 'compared'
        end as reason_code
    from lists
    left join items
        on lists.document_id = items.document_id
        and lists.source_locator = items.source_locator
        and lists.base = items.base
    left join unlisted
        on lists.document_id = unlisted.document_id
        and lists.statement_no = unlisted.statement_no
    left join document_tables on lists.document_id = document_tables.document_id
    left join doubtful on lists.document_id = doubtful.document_id

),

final as (

    select
        document_id,
        'N33' as rule_id,
        statement_key as subject,
        '情况说明 ' || subject || '所列科目' as subject_zh,
        case reason_code
            when 'table_not_read' then 'no_data'
            when 'table_does_not_add_up' then 'no_data'
            when 'compared' then if(names is null, 'pass', 'fail')
            else 'not_applicable'
        end as status,
        reason_code,
        if(reason_code = 'compared', amount, null) as difference,
        if(reason_code = 'compared', printed_unit, null) as unit,
        'gk06' as table_code,
        page,
        source_locator,
        subject as printed_text,
        names as detail_zh,
        'listing|' || base as cause_key,
        to_json(coalesce(unlisted_evidence, [])) as evidence
    from judged

)

select * from final

-- A06: the employer's annuity (8 %) is about half of its pension contribution (16 %). Settled arrears are a reason.
with amounts as (

    select
        document_id,
        table_code,
        account_code,
        check_value,
        printed_unit,
        printed_text,
        page,
        source_locator,
        row_no,
        row_key,
        column_code,
        printed_label
    from {{ ref('fct_cells') }}
    where table_code = 'gk06' and account_code in ('30108', '30109')
    -- All spending where it is printed, else the basic expenditure.
    qualify row_number() over (partition by document_id, account_code order by column_code desc, row_no) = 1

),

compared as (

    select
        document_id,
        max(check_value) filter (where account_code = '30108') as pension,
        max(check_value) filter (where account_code = '30109') as annuity,
        max(printed_unit) as printed_unit,
        {{ at_first(['page', 'source_locator', 'printed_text'], 'account_code', by='max_by') }},
        to_json(list({{ cell_item("case account_code when '30109' then 'left' else 'right' end") }} order by account_code desc)) as evidence
    from amounts
    group by document_id

),

final as (

    select
        tables.document_id,
        'A06' as rule_id,
        'document' as subject,
        unnest(case
            when tables.table_state not in ('confirmed', 'unconfirmed') then {{ ruling('no_data', because="'table_' || tables.table_state") }}
            when coalesce(compared.pension, 0) <= 0 or coalesce(compared.annuity, 0) <= 0 then {{ ruling('not_applicable', 'row_blank') }}
            when compared.annuity * 100 between compared.pension * limits.least and compared.pension * limits.most then {{ ruling('pass') }}
            when tables.table_state = 'unconfirmed' then {{ ruling('no_data', 'reading_unconfirmed') }}
            else {{ ruling('fail') }}
        end),
        'gk06' as table_code,
        compared.annuity as left_amount,
        compared.pension as right_amount,
        coalesce(compared.printed_unit, '元') as unit,
        {{ percent('compared.annuity', 'compared.pension') }} || '%' as detail_zh,
        compared.page,
        compared.source_locator,
        compared.printed_text,
        compared.evidence
    from (select * from {{ ref('fct_document_tables') }} where table_code = 'gk06') as tables
    cross join (
        select {{ threshold('A06', 'least_percent') }} as least, {{ threshold('A06', 'most_percent') }} as most
    ) as limits
    left join compared on tables.document_id = compared.document_id

)

select * from final

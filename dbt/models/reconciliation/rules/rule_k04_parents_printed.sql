-- K04: above every 项 stands its 款, above every 款 its 类.
-- A table that prints no 类 (or no 款) at all has another form: that level is not asked for.
with document_tables as (

    select * from {{ ref('fct_document_tables') }} where is_required

),

accounts as (

    select
        document_id,
        table_code,
        account_code,
        row_role,
        parent_class,
        parent_section,
        min(row_no) as row_no,
        min_by(printed_label, (row_no, column_code)) as printed_label,
        min_by(page, (row_no, column_code)) as page,
        min_by(source_locator, (row_no, column_code)) as source_locator
    from {{ ref('fct_cells') }}
    where table_code in {{ tables_where("shape in ('by_function', 'by_economic')") }}
      and row_role in ('class', 'section', 'item')
      and account_code is not null
    group by document_id, table_code, account_code, row_role, parent_class, parent_section

),

levels as (

    select
        document_id,
        table_code,
        list(account_code order by account_code) as codes,
        count(*) filter (where row_role = 'class') as classes,
        count(*) filter (where row_role = 'section') as sections
    from accounts
    group by document_id, table_code

),

orphans as (

    select
        accounts.*,
        case
            when accounts.parent_section is not null and levels.sections > 0 and not list_contains(levels.codes, accounts.parent_section)
                then accounts.parent_section
            when levels.classes > 0 and not list_contains(levels.codes, accounts.parent_class) then accounts.parent_class
        end as missing_code
    from accounts
    inner join levels using (document_id, table_code)
    where accounts.row_role in ('section', 'item')

),

listed as (

    select
        document_id,
        table_code,
        count(*) as children,
        string_agg(distinct missing_code, '、' order by missing_code) as missing_codes,
        min_by(account_code || ' ' || printed_label, (row_no, account_code, row_role)) filter (where missing_code is not null) as printed_text,
        min_by(page, (row_no, account_code, row_role)) filter (where missing_code is not null) as page,
        min_by(source_locator, (row_no, account_code, row_role)) filter (where missing_code is not null) as source_locator
    from orphans
    group by document_id, table_code

),

final as (

    select
        document_tables.document_id,
        'K04' as rule_id,
        document_tables.table_code as subject,
        unnest(case
            when document_tables.table_state in ('missing', 'not_read') then {{ ruling('no_data', because="'table_' || document_tables.table_state") }}
            when listed.children is null then {{ ruling('not_applicable', 'no_account_below') }}
            when listed.missing_codes is null then {{ ruling('pass') }}
            when document_tables.table_state = 'unconfirmed' then {{ ruling('no_data', 'reading_unconfirmed') }}
            else {{ ruling('fail') }}
        end),
        listed.missing_codes as detail_zh,
        listed.printed_text,
        listed.page,
        listed.source_locator
    from document_tables
    -- A miss is a table without 款 and 项.
    left join listed
        on document_tables.document_id = listed.document_id
        and document_tables.table_code = listed.table_code

)

select * from final

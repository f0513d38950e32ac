-- K04: above every 项 stands its 款, above every 款 its 类.
-- A table that prints no 类 (or no 款) at all has another form: that level is not asked for.
with accounts as (

    select
        document_id,
        table_code,
        account_code,
        row_role,
        parent_class,
        parent_section,
        min(row_no) as row_no,
        {{ at_first(['printed_label', 'page', 'source_locator'], '(row_no, column_code)') }}
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
        count(missing_code) > 0 as is_wrong,
        string_agg(distinct missing_code, '、' order by missing_code) as detail_zh,
        {{ at_first(["account_code || ' ' || printed_label as printed_text", 'page', 'source_locator'], '(row_no, account_code, row_role)', 'missing_code is not null') }}
    from orphans
    group by document_id, table_code

)

{{ table_rule('K04', nothing='no_account_below') }}

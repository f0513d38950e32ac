-- One row per printed cell of a loaded document, with its place in the account tree and its rounding.
with cells as (

    select * from {{ ref('stg_raw__cells') }}

),

-- 100 beside 99.50 is 100.00 with its zeros trimmed: a table rounds at the finest decimals it prints.
table_decimals as (

    select
        document_id,
        table_code,
        max(printed_decimals) as finest_decimals
    from cells
    where value_kind = 'money'
    group by document_id, table_code

),

placed as (

    select
        cells.*,
        case when cells.row_role in ('section', 'item') then left(cells.account_code, 3) end as parent_class,
        case when cells.row_role = 'item' then left(cells.account_code, 5) end as parent_section,
        -- What rules calculate with: yuan for money, the number itself for counts.
        case
            when cells.value_kind = 'money' then cells.amount_yuan
            when cells.value_kind = 'count' then cast(cells.value_numeric as decimal(18, 2))
        end as check_value,
        case when cells.value_kind = 'money' then '元' else coalesce(cells.value_unit, '') end as check_unit,
        case
            when cells.cell_state = 'value' and cells.value_kind = 'money'
                then {{ half_printed_unit('cells.printed_unit', 'table_decimals.finest_decimals') }}
            else cast(0 as decimal(18, 4))
        end as half_unit
    from cells
    -- A miss means a table that prints no money at all.
    left join table_decimals
        on cells.document_id = table_decimals.document_id
        and cells.table_code = table_decimals.table_code

)

select * from placed

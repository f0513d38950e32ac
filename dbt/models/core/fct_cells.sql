-- One row per printed cell of a loaded document, with its place in the account tree and its rounding.
-- The raw cells are read several times, without a name for all of them: DuckDB keeps whole what has one and is read twice.
with table_decimals as (

    -- 100 beside 99.50 is 100.00 with its zeros trimmed: a table rounds at the finest decimals it prints.
    select
        document_id,
        table_code,
        max(printed_decimals) as finest_decimals
    from {{ ref('stg_raw__cells') }}
    where value_kind = 'money'
    group by document_id, table_code

),

-- Accounts that a table prints with figures in more than one row. K05 says so; which of the rows, or both together,
-- is the account's figure nobody can tell from the print.
repeated_accounts as (

    select document_id, table_code, account_code
    from {{ ref('stg_raw__cells') }}
    where row_role in ('class', 'section', 'item') and account_code is not null and cell_state = 'value'
    group by document_id, table_code, account_code
    having count(distinct row_no) > 1

),

-- The rows of all tables under one another, each table as long as the longest of its code, and the columns beside each other.
table_places as (

    select
        table_code,
        cast(coalesce(
            sum(longest) over (order by table_code rows between unbounded preceding and 1 preceding), 0
        ) as bigint) as rows_before
    from (select table_code, max(row_no) + 1 as longest from {{ ref('stg_raw__cells') }} group by table_code)

),

column_places as (

    select
        column_code,
        dense_rank() over (order by column_code) as column_place,
        count(*) over () + 1 as columns_per_row
    from (select distinct column_code from {{ ref('stg_raw__cells') }})

),

placed as (

    select
        cells.*,
        -- Short for table, row and column, in their order: what takes part in millions of verdicts is named by one number.
        -- Worked out and not counted: to count all cells is to sort them.
        (table_places.rows_before + cells.row_no) * column_places.columns_per_row + column_places.column_place as cell_no,
        -- No account is its own parent: a code shorter than its level has none.
        case
            when cells.row_role in ('section', 'item') and length(cells.account_code) > 3 then left(cells.account_code, 3)
        end as parent_class,
        case when cells.row_role = 'item' and length(cells.account_code) > 5 then left(cells.account_code, 5) end as parent_section,
        -- What rules calculate with: yuan for money, the number itself for counts. Wide: DuckDB keeps sums and products
        -- of up to 18 digits in 18 digits, so one narrow factor is an overflow in some rule.
        case
            when cells.value_kind = 'money' then cast(cells.amount_yuan as decimal(28, 2))
            when cells.value_kind = 'count' then cast(cells.value_numeric as decimal(28, 2))
        end as check_value,
        case when cells.value_kind = 'money' then '元' else coalesce(cells.value_unit, '') end as check_unit,
        case
            when cells.cell_state = 'value' and cells.value_kind = 'money'
                then {{ half_printed_unit('cells.printed_unit', 'table_decimals.finest_decimals') }}
            else cast(0 as decimal(28, 4))
        end as half_unit,
        repeated_accounts.account_code is not null as is_repeated
    from {{ ref('stg_raw__cells') }} as cells
    inner join table_places on cells.table_code = table_places.table_code
    inner join column_places on cells.column_code = column_places.column_code
    -- A miss means a table that prints no money at all.
    left join table_decimals
        on cells.document_id = table_decimals.document_id
        and cells.table_code = table_decimals.table_code
    -- A miss is a row that is no account, or an account that stands in one row.
    left join repeated_accounts
        on cells.document_id = repeated_accounts.document_id
        and cells.table_code = repeated_accounts.table_code
        -- In one expression: a condition on the left side alone makes DuckDB try every pair.
        and case when cells.row_role in ('class', 'section', 'item') then cells.account_code end = repeated_accounts.account_code

)

select * from placed

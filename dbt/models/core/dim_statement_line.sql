-- The same line is printed under several labels over the years; the newest label names it.
with labels as (

    select * from {{ ref('line_layouts') }}

),

ranked as (

    select
        *,
        row_number() over (
            partition by form, table_code, column_group, row_key
            order by valid_from_year desc, line_order, label, row_role
        ) as recency
    from labels

),

final as (

    select
        form || ':' || table_code || ':' || column_group || ':' || row_key as statement_line_id,
        form,
        table_code,
        column_group,
        row_key,
        row_role,
        account_code,
        label_zh as line_name,
        line_order
    from ranked
    where recency = 1

)

select * from final

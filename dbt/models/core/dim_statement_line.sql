-- The same line is printed under several labels over the years; the newest label names it.
-- A form names its lines as its own layouts do, else as others do.
with labels as (

    select
        families.form,
        lines.form = families.form as is_own,
        lines.form = coalesce(families.reads_like, 'national') as is_like,
        lines.form as form_of_layout,
        lines.* exclude (form)
    from {{ ref('form_families') }} as families
    cross join {{ ref('line_layouts') }} as lines

),

ranked as (

    select
        *,
        row_number() over (
            partition by form, table_code, column_group, row_key
            order by is_own desc, is_like desc, form_of_layout, valid_from_year desc, line_order, label, row_role
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

-- The same column is headed differently over years and variants; the newest heading names it.
with layouts as (

    select * from {{ ref('table_layouts') }}

),

final as (

    select
        form || ':' || table_code || ':' || column_code as table_column_id,
        form,
        table_code,
        column_code,
        header_label as column_label
    from layouts
    qualify row_number() over (
        partition by form, table_code, column_code
        order by valid_from_year desc, variant desc, column_no, header_label
    ) = 1

)

select * from final

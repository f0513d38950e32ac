-- The same column is headed differently over years and variants; the newest heading names it.
-- A form names its columns as its own layouts do, else as others do: whatever a document prints has a heading.
with layouts as (

    select
        families.form,
        layouts.form = families.form as is_own,
        layouts.form = coalesce(families.reads_like, 'national') as is_like,
        layouts.form as form_of_layout,
        layouts.* exclude (form)
    from {{ ref('form_families') }} as families
    cross join {{ ref('table_layouts') }} as layouts

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
        order by is_own desc, is_like desc, form_of_layout, valid_from_year desc, variant desc, column_no, header_label
    ) = 1

)

select * from final

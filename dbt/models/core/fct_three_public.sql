-- One row per loaded document with a gk07 that was read: budget and final, parts and totals.
with cells as (

    select * from {{ ref('fct_cells') }} where table_code = 'gk07' and row_key = 'three_public'

),

documents as (

    select * from {{ ref('dim_document') }}

),

layouts as (

    select distinct families.form, layouts.variant, layouts.valid_from_year, layouts.valid_to_year, layouts.budget_basis
    from {{ ref('form_families') }} as families
    inner join {{ ref('table_layouts') }} as layouts on layouts.form in (families.form, families.reads_like)
    where layouts.table_code = 'gk07'

),

tables as (

    select * from {{ ref('fct_document_tables') }} where table_code = 'gk07'

),

pivoted as (

    select
        document_id,
        {{ pivot_amounts({
            'budget_total': 'budget_total',
            'budget_abroad': 'budget_abroad',
            'budget_vehicles': 'budget_vehicles',
            'budget_purchase': 'budget_purchase',
            'budget_running': 'budget_running',
            'budget_reception': 'budget_reception',
            'final_total': 'final_total',
            'final_abroad': 'final_abroad',
            'final_vehicles': 'final_vehicles',
            'final_purchase': 'final_purchase',
            'final_running': 'final_running',
            'final_reception': 'final_reception',
        }) }}
    from cells
    group by document_id

),

final as (

    select
        pivoted.*,
        layouts.budget_basis
    from pivoted
    inner join documents on pivoted.document_id = documents.document_id
    left join tables on pivoted.document_id = tables.document_id
    -- A miss means a form whose budget column is not known to be initial or full-year.
    left join layouts
        on documents.form = layouts.form
        and tables.variant = layouts.variant
        and documents.fiscal_year >= layouts.valid_from_year
        and documents.fiscal_year <= coalesce(layouts.valid_to_year, 9999)

)

select * from final

with cells as (

    select * from {{ ref('fct_cells') }}

),

documents as (

    select * from {{ ref('dim_document') }}

),

accounts as (

    select * from {{ ref('dim_account_year') }}

),

flagged as (

    select * from {{ ref('int_flagged_cells') }}

),

final as (

    select
        {{ disclosure_columns('documents') }},
        cells.table_code,
        cells.row_no,
        cells.column_code,
        cells.row_key,
        cells.row_role,
        {{ account_key('accounts') }} as account_key,
        cells.account_code,
        cells.printed_line_no,
        cells.printed_code,
        cells.printed_label,
        cells.printed_text,
        cells.cell_state,
        cells.value_kind,
        cells.value_numeric,
        cells.value_unit,
        cells.amount_yuan,
        cells.printed_unit,
        cells.printed_decimals,
        cells.page,
        cells.bbox,
        cells.source_locator,
        cells.read_status,
        cells.confidence,
        cells.printed_header,
        flagged.causes is not null as has_findings
    from cells
    inner join documents on cells.document_id = documents.document_id
    -- A miss is a cell of no account.
    left join accounts
        on accounts.classification = {{ account_classification('cells.account_code', 'cells.table_code') }}
        and cells.account_code = accounts.account_code
        and documents.fiscal_year = accounts.fiscal_year
    -- A miss is a cell that nothing points at.
    left join flagged
        on cells.document_id = flagged.document_id
        and cells.table_code = flagged.table_code
        and cells.row_no = flagged.row_no
        and cells.column_code = flagged.column_code

)

select * from final

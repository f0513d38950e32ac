-- A02: no amount of income or expenditure is negative.
-- A reversal may be booked that way: a hint. Carry-overs may be negative by nature and are not looked at.
with document_tables as (

    select document_id, bool_or(table_state in ('confirmed', 'unconfirmed')) as is_any_read
    from {{ ref('fct_document_tables') }}
    group by document_id

),

cells as (

    select
        cells.*,
        document_tables.table_zh,
        document_tables.table_state = 'confirmed' as is_confirmed
    from {{ ref('fct_cells') }} as cells
    inner join {{ ref('fct_document_tables') }} as document_tables
        on cells.document_id = document_tables.document_id
        and cells.table_code = document_tables.table_code
    where cells.value_kind = 'money'
      and cells.row_role in ('class', 'section', 'item', 'line', 'total')
      and cells.column_code not in ('opening', 'closing')
      and cells.check_value < 0

),

-- The finest account says where it is; the rows above it follow.
listed as (

    select
        document_id,
        count(*) as negatives,
        count(*) filter (where is_confirmed) as confirmed_negatives,
        to_json(list({{ cell_item("'left'") }} order by table_code, row_no, column_code)) as evidence,
        min_by(table_zh || ' ' || coalesce(account_code || ' ', '') || printed_label || ' 印为 ' || printed_text || ' ' || printed_unit, (-length(coalesce(account_code, '')), table_code, row_no, column_code)) filter (where is_confirmed) as detail_zh,
        {{ at_first(['printed_text', 'table_code', 'page', 'source_locator'], "(-length(coalesce(account_code, '')), table_code, row_no, column_code)", 'is_confirmed') }}
    from cells
    group by document_id

),

final as (

    select
        document_tables.document_id,
        'A02' as rule_id,
        'document' as subject,
        unnest(case
            when not document_tables.is_any_read then {{ ruling('no_data', 'no_table_read') }}
            when listed.negatives is null then {{ ruling('pass') }}
            when listed.confirmed_negatives = 0 then {{ ruling('no_data', 'reading_unconfirmed') }}
            else {{ ruling('fail') }}
        end),
        listed.* exclude (document_id, negatives, confirmed_negatives)
    from document_tables
    -- A miss is a document without a negative amount.
    left join listed on document_tables.document_id = listed.document_id

)

select * from final

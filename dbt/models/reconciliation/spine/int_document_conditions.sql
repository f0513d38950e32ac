-- One row per loaded document × condition: does every part of it sum to zero? Null where a table was not read.
with documents as (

    select * from {{ ref('dim_judged_document') }}

),

condition_terms as (

    select * from {{ ref('rule_conditions') }}

),

document_tables as (

    select * from {{ ref('fct_document_tables') }}

),

cells as (

    select * from {{ ref('fct_cells') }}

),

part_sums as (

    select
        documents.document_id,
        condition_terms.condition_code,
        condition_terms.part_no,
        bool_and(coalesce(document_tables.table_state in ('confirmed', 'unconfirmed'), false)) as is_known,
        abs(sum(condition_terms.weight * coalesce(cells.check_value, 0)))
            <= sum(coalesce(cells.half_unit, 0)) as is_zero
    from documents
    cross join condition_terms
    left join document_tables
        on documents.document_id = document_tables.document_id
        and condition_terms.table_code = document_tables.table_code
    -- A line that is not printed is zero.
    left join cells
        on documents.document_id = cells.document_id
        and condition_terms.table_code = cells.table_code
        and condition_terms.column_code = cells.column_code
        and condition_terms.row_key = cells.row_key
    group by documents.document_id, condition_terms.condition_code, condition_terms.part_no

),

final as (

    select
        document_id,
        condition_code,
        case when bool_and(is_known) then bool_and(is_zero) end as holds
    from part_sums
    group by document_id, condition_code

)

select * from final

-- One row per document × linear rule × subject that finds any cell: both sides added up, and where to point at.
with term_cells as (

    select
        *,
        side = 'left' as is_left,
        weight <> 0 and cell_state = 'value' as is_value,
        weight <> 0 and cell_state = 'blank' as is_blank,
        -- Of what prints a figure: left before right, each as printed.
        if(is_value, if(is_left, 0, 1::bigint << 62) + cell_no, null) as place
    from {{ ref('int_rule_term_cells') }}

),

final as (

    select
        document_id,
        rule_id,
        subject,
        bit_or(found_terms) as found_terms,
        sum(if(is_left, weight * check_value, null)) as left_amount,
        sum(if(is_left, null, weight * check_value)) as right_amount,
        sum(abs(weight) * half_unit) as tolerance,
        count(if(is_left and is_value, 1, null)) as left_values,
        count(if(is_left or not is_value, null, 1)) as right_values,
        bool_or(is_blank and when_blank = 'no_data') as has_blank_without_meaning,
        bool_or(is_blank and when_blank = 'not_applicable') as has_blank_that_exempts,
        max(if(weight <> 0, check_unit, null)) as unit,
        -- The finest place to point at: the cell on the left, printed before those it is compared with.
        min(if(is_left and weight <> 0, page, null)) as page,
        -- Of the cells that print a figure, left before right: the first table, the first unit, the first in the subject's own row.
        min_by(table_code, place) as first_table_code,
        min_by(printed_unit, place) as first_printed_unit,
        min(if(row_key = split_part(subject, '/', 1), place, null)) & ((1::bigint << 62) - 1) as own_cell_no
    from term_cells
    group by document_id, rule_id, subject

)

select * from final

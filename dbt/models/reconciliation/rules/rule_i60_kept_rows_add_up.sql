-- I60: in a table that is kept as printed, 合计 is the sum of the accounts on top, and each account that of those below it.
-- A sum that is left blank is not judged.
with kept as (

    select * from {{ ref('int_kept_rows') }}

),

added as (

    select
        wholes.document_id,
        wholes.cell_no,
        sum(coalesce(parts.check_value, 0)) as right_amount,
        sum(parts.half_unit) as half_units,
        list({{ cell_item("'right'", 'parts') }} order by parts.cell_no) filter (where parts.cell_state = 'value') as evidence
    from kept as wholes
    inner join kept as parts
        on wholes.document_id = parts.document_id
        and wholes.table_code = parts.table_code
        and wholes.column_code = parts.column_code
        and wholes.code = parts.parent_code
    where wholes.cell_state = 'value'
    group by wholes.document_id, wholes.cell_no

),

compared as (

    {{ kept_sums('所属各行之和') }}

),

final as (

    {{ kept_table_rule('I60') }}

)

select * from final

-- One row per document × rule × subject: can its terms be evaluated at all, and if not, why?
-- What a missing table, column or row means is said per term in rule_terms; here it is only looked up. A row that may
-- not be left out (when_row_absent blank: the total of a table) is no obstacle: not printed, it was left blank.
with subject_terms as (

    select * from {{ ref('int_rule_subject_terms') }}

),

document_tables as (

    select * from {{ ref('fct_document_tables') }}

),

known_columns as (

    select distinct table_code, column_code from {{ ref('table_layouts') }}

),

known_tables as (

    select distinct table_code from known_columns

),

printed_columns as (

    select distinct document_id, table_code, column_code from {{ ref('fct_cells') }}

),

-- The cells that one named row prints: a row may be there and its cell in this column not.
printed_cells as (

    select distinct document_id, table_code, column_code, row_key from {{ ref('fct_cells') }}

),

filled_rows as (

    select distinct document_id, table_code, row_key from {{ ref('fct_cells') }} where cell_state = 'value'

),

-- Figures beside a label that nobody knows: it may be the total's.
unknown_rows as (

    select distinct document_id, table_code from {{ ref('fct_cells') }} where row_role = 'line' and cell_state = 'value'

),

-- What a term can find at all, in whatever column.
findable as (

    select distinct document_id, table_code, selector_kind, selector, subject_match
    from {{ ref('int_cell_selections') }}

),

judged as (

    select
        subject_terms.document_id,
        subject_terms.rule_id,
        subject_terms.subject,
        subject_terms.side,
        subject_terms.selector_kind,
        document_tables.table_state,
        document_tables.presence,
        findable.selector is null as is_row_absent,
        case
            when subject_terms.when_row_absent <> 'blank' or document_tables.presence <> 'data' or printed_cells.row_key is not null then null
            when findable.selector is not null then 'cell_absent'
            when unknown_rows.table_code is null then 'row_absent'
        end as left_blank,
        filled_rows.row_key is not null as is_row_filled,
        case
            when known_tables.table_code is null then 'no_data:unknown_table'
            when coalesce(document_tables.table_state, 'not_required') = 'not_required'
                then 'not_applicable:table_not_required'
            when document_tables.table_state = 'missing'
                then case subject_terms.when_table_absent
                    when 'zero' then null
                    when 'not_applicable' then 'not_applicable:table_missing'
                    else 'no_data:table_missing'
                end
            when document_tables.table_state = 'not_read' then 'no_data:table_not_read'
            when document_tables.presence = 'empty_stated' then null
            when subject_terms.column_code is null then 'not_applicable:column_not_printed'
            when known_columns.column_code is null then 'no_data:unknown_column'
            when printed_columns.column_code is null then 'not_applicable:column_not_printed'
            when findable.selector is not null
                and subject_terms.selector_kind in ('key', 'subject')
                and printed_cells.row_key is null
                and subject_terms.when_row_absent <> 'blank'
                then 'no_data:cell_absent'
            when findable.selector is not null then null
            when subject_terms.subject_match is null then 'no_data:no_subject'
            when subject_terms.selector_kind = 'children' and levels.selector is not null then null
            -- An account that is not printed is zero, a total that is not printed is unknown: its own table's rule says so.
            when document_tables.presence = 'data'
                and subject_terms.when_row_absent = 'zero'
                and 'total' in (subject_terms.selector, subject_terms.subject_match)
                then 'no_data:row_absent'
            when subject_terms.when_row_absent = 'no_data' then 'no_data:row_absent'
            when subject_terms.when_row_absent = 'blank' and unknown_rows.table_code is not null then 'no_data:row_absent'
            when subject_terms.when_row_absent = 'not_applicable' then 'not_applicable:row_absent'
        end as obstacle
    from subject_terms
    left join known_tables on subject_terms.table_code = known_tables.table_code
    left join known_columns
        on subject_terms.table_code = known_columns.table_code
        and subject_terms.column_code = known_columns.column_code
    left join document_tables
        on subject_terms.document_id = document_tables.document_id
        and subject_terms.table_code = document_tables.table_code
    left join printed_columns
        on subject_terms.document_id = printed_columns.document_id
        and subject_terms.table_code = printed_columns.table_code
        and subject_terms.column_code = printed_columns.column_code
    left join findable
        on subject_terms.document_id = findable.document_id
        and subject_terms.table_code = findable.table_code
        and subject_terms.selector_kind = findable.selector_kind
        and subject_terms.selector = findable.selector
        and subject_terms.subject_match = findable.subject_match
    -- A miss is a row whose cell in this column is not printed, or a term that names no single row.
    left join printed_cells
        on subject_terms.document_id = printed_cells.document_id
        and subject_terms.table_code = printed_cells.table_code
        and subject_terms.column_code = printed_cells.column_code
        and case subject_terms.selector_kind
            when 'key' then subject_terms.selector
            else subject_terms.subject_match
        end = printed_cells.row_key
    -- Misses: a row without any figure, and a table all of whose rows are known.
    left join filled_rows
        on subject_terms.document_id = filled_rows.document_id
        and subject_terms.table_code = filled_rows.table_code
        -- In one expression: a condition on the left side alone makes DuckDB try every pair.
        and case subject_terms.selector_kind when 'key' then subject_terms.selector end = filled_rows.row_key
    left join unknown_rows
        on subject_terms.document_id = unknown_rows.document_id
        and subject_terms.table_code = unknown_rows.table_code
    -- A parent without children is zero where the table prints that level at all.
    left join findable as levels
        on subject_terms.document_id = levels.document_id
        and subject_terms.table_code = levels.table_code
        and levels.selector_kind = 'level'
        and subject_terms.selector = levels.selector

),

final as (

    select
        document_id,
        rule_id,
        subject,
        min(split_part(obstacle, ':', 2)) filter (where starts_with(obstacle, 'not_applicable')) as not_applicable_reason,
        min(split_part(obstacle, ':', 2)) filter (where starts_with(obstacle, 'no_data')) as no_data_reason,
        bool_or(coalesce(table_state = 'unconfirmed', false)) as is_unconfirmed,
        min(left_blank) as left_blank,
        coalesce(bool_or(is_row_filled) filter (where left_blank is not null), false) as is_blank_in_filled_row,
        -- An account counts as missing on a side only when no table of that side prints it.
        coalesce(bool_and(is_row_absent) filter (where side = 'left' and selector_kind = 'subject'), false) as is_left_absent,
        coalesce(bool_and(is_row_absent) filter (where side = 'right' and selector_kind = 'subject'), false) as is_right_absent
    from judged
    group by document_id, rule_id, subject

)

select * from final

-- One row per document × rule × subject that lacks the cell of some term: can it be evaluated all the same?
-- What a missing column or row means is said per term in rule_terms; here it is only looked up (of whole tables:
-- int_rule_table_states). A row that may not be left out (when_row_absent blank: the total of a table) is no obstacle:
-- not printed, it was left blank.
{{ config(materialized='view') }}

with absent_terms as (

    select subject_terms.*
    from {{ ref('int_rule_subject_terms') }} as subject_terms
    -- A miss is a subject none of whose terms found a cell.
    left join {{ ref('int_rule_sides') }} as sides
        on subject_terms.document_id = sides.document_id
        and subject_terms.rule_id = sides.rule_id
        and subject_terms.subject = sides.subject
    where (coalesce(sides.found_terms, 0) >> subject_terms.term_no) & 1 = 0

),

-- An account counts as missing on a side only when no table of that side prints it.
rows_of_sides as (

    select rule_id, side, count(*) as terms
    from {{ ref('rule_terms') }}
    where selector_kind = 'subject'
    group by rule_id, side

),

known_columns as (

    select distinct table_code, column_code from {{ ref('table_layouts') }}

),

printed_columns as (

    select distinct document_id, table_code, column_code from {{ ref('fct_cells') }}

),

-- A row may be there and its cell in this column not.
printed_rows as (

    select document_id, table_code, row_key, bool_or(cell_state = 'value') as is_filled
    from {{ ref('fct_cells') }}
    group by document_id, table_code, row_key

),

-- Figures beside a label that nobody knows: it may be the total's.
unknown_rows as (

    select distinct document_id, table_code from {{ ref('fct_cells') }} where row_role = 'line' and cell_state = 'value'

),

-- Many rows at once, in whatever column: a level, and the children of a row.
printed_levels as (

    select distinct document_id, table_code, row_role from {{ ref('fct_cells') }}

),

printed_children as (

    {% for parent in ['parent_class', 'parent_section'] -%}
    select distinct document_id, table_code, row_role || ':' || {{ parent }} as children
    from {{ ref('fct_cells') }}
    where {{ parent }} is not null
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

levels_left_out as (

    select * from {{ ref('int_levels_left_out') }}

),

-- What a term looks for, in whatever column.
looked_up as (

    select
        absent_terms.*,
        rows_of_sides.terms as rows_of_side,
        document_tables.table_state,
        document_tables.presence,
        known_columns.column_code is not null as is_column_known,
        printed_columns.column_code is not null as is_column_printed,
        printed_levels.row_role is not null as is_level_printed,
        unknown_rows.table_code is not null as has_unknown_rows,
        levels_left_out.table_code is not null as is_level_left_out,
        absent_terms.selector_kind = 'key' and coalesce(printed_rows.is_filled, false) as is_row_filled,
        case
            when absent_terms.selector_kind in ('key', 'subject') then printed_rows.row_key is not null
            when absent_terms.selector_kind = 'level' then printed_levels.row_role is not null
            else printed_children.children is not null
        end as is_findable
    from absent_terms
    left join rows_of_sides
        on absent_terms.rule_id = rows_of_sides.rule_id
        and absent_terms.side = rows_of_sides.side
    left join known_columns
        on absent_terms.table_code = known_columns.table_code
        and absent_terms.column_code = known_columns.column_code
    left join {{ ref('fct_document_tables') }} as document_tables
        on absent_terms.document_id = document_tables.document_id
        and absent_terms.table_code = document_tables.table_code
    left join printed_columns
        on absent_terms.document_id = printed_columns.document_id
        and absent_terms.table_code = printed_columns.table_code
        and absent_terms.column_code = printed_columns.column_code
    -- Misses: a term that names no row, and a table all of whose rows are known.
    left join printed_rows
        on absent_terms.document_id = printed_rows.document_id
        and absent_terms.table_code = printed_rows.table_code
        -- In one expression: a condition on the left side alone makes DuckDB try every pair.
        and case absent_terms.selector_kind
            when 'key' then absent_terms.selector
            when 'subject' then absent_terms.subject_match
        end = printed_rows.row_key
    left join levels_left_out
        on absent_terms.document_id = levels_left_out.document_id
        and absent_terms.table_code = levels_left_out.table_code
        and if(absent_terms.selector_kind = 'subject', length(absent_terms.subject_match), null) = levels_left_out.code_length
    left join unknown_rows
        on absent_terms.document_id = unknown_rows.document_id
        and absent_terms.table_code = unknown_rows.table_code
    -- A parent without children is zero where the table prints that level at all.
    left join printed_levels
        on absent_terms.document_id = printed_levels.document_id
        and absent_terms.table_code = printed_levels.table_code
        and absent_terms.selector = printed_levels.row_role
    left join printed_children
        on absent_terms.document_id = printed_children.document_id
        and absent_terms.table_code = printed_children.table_code
        and case absent_terms.selector_kind
            when 'children' then absent_terms.selector || ':' || absent_terms.subject_match
            when 'prefix' then absent_terms.selector
        end = printed_children.children

),

judged as (

    select
        document_id,
        rule_id,
        subject,
        side,
        selector_kind,
        rows_of_side,
        not is_findable as is_row_absent,
        case
            when when_row_absent <> 'blank' or presence <> 'data' then null
            when is_findable then 'cell_absent'
            when not has_unknown_rows then 'row_absent'
        end as left_blank,
        is_row_filled,
        case
            when coalesce(table_state, 'missing') not in ('confirmed', 'unconfirmed') then null
            when presence = 'empty_stated' then null
            when column_code is null then 'not_applicable:column_not_printed'
            when not is_column_known then 'no_data:unknown_column'
            when not is_column_printed then 'not_applicable:column_not_printed'
            when is_findable and selector_kind in ('key', 'subject') and when_row_absent <> 'blank' then 'no_data:cell_absent'
            when is_findable then null
            when subject_match is null then 'no_data:no_subject'
            -- No account of this level is printed there: this one is not missing, and its amount is not zero.
            when is_level_left_out then 'not_applicable:level_not_printed'
            when selector_kind = 'children' and is_level_printed then null
            -- An account that is not printed is zero, a total that is not printed is unknown: its own table's rule says so.
            when presence = 'data' and when_row_absent = 'zero' and 'total' in (selector, subject_match) then 'no_data:row_absent'
            when when_row_absent = 'no_data' then 'no_data:row_absent'
            when when_row_absent = 'blank' and has_unknown_rows then 'no_data:row_absent'
            when when_row_absent = 'not_applicable' then 'not_applicable:row_absent'
        end as obstacle
    from looked_up

),

final as (

    select
        document_id,
        rule_id,
        subject,
        {{ first_obstacles('obstacle') }},
        min(left_blank) as left_blank,
        coalesce(bool_or(is_row_filled) filter (where left_blank is not null), false) as is_blank_in_filled_row,
        {%- for side in ['left', 'right'] %}
        coalesce(
            count(*) filter (where side = '{{ side }}' and selector_kind = 'subject' and is_row_absent)
                = min(rows_of_side) filter (where side = '{{ side }}' and selector_kind = 'subject'),
            false
        ) as is_{{ side }}_absent
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from judged
    group by document_id, rule_id, subject

)

select * from final

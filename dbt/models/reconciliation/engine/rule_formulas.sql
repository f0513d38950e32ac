-- One row per rule: its formula as people read it, generated from the same terms the engine weighs.
with terms as (

    select * from {{ ref('rule_terms') }}

),

columns as (

    select table_code, column_code, max_by(column_label, {'size': length(column_label), 'label': column_label}) as column_label
    from {{ ref('dim_table_column') }}
    group by table_code, column_code

),

table_names as (

    select * from {{ ref('words') }} where vocabulary = 'table'

),

-- Rows that no form gives a label of their own.
row_names as (

    select * from {{ ref('words') }} where vocabulary = 'row_key'

),

lines as (

    select table_code, row_key, min(line_name) as line_name
    from {{ ref('dim_statement_line') }}
    group by table_code, row_key

),

worded as (

    select
        terms.rule_id,
        terms.side,
        terms.term_no,
        terms.weight,
        coalesce(table_names.label_zh, terms.table_code) || '·'
        || case terms.selector_kind
            when 'key' then coalesce(lines.line_name, row_names.label_zh, terms.selector)
            when 'subject' then '〔本行〕'
            when 'level' then 'Σ' || coalesce({{ role_name_zh('terms.selector') }}, terms.selector)
            when 'children' then 'Σ所属' || coalesce({{ role_name_zh('terms.selector') }}, terms.selector)
            else 'Σ' || terms.selector
        end
        || '·'
        || case
            when terms.column_code = '=subject' then '〔各栏〕'
            else coalesce(columns.column_label, terms.column_code)
        end as wording
    from terms
    left join table_names on terms.table_code = table_names.code
    -- A miss is a column or line that no layout names: the code itself is shown.
    left join columns
        on terms.table_code = columns.table_code
        and terms.column_code = columns.column_code
    left join lines
        on terms.table_code = lines.table_code
        and terms.selector = lines.row_key
    left join row_names on terms.selector = row_names.code

),

sides as (

    select
        rule_id,
        side,
        regexp_replace(
            string_agg(
                case
                    when weight = 1 then '+ '
                    when weight = -1 then '− '
                    when weight > 0 then '+ ' || weight || '×'
                    else '− ' || abs(weight) || '×'
                end || wording,
                ' ' order by term_no
            ),
            '^\+ ', ''
        ) as wording
    from worded
    group by rule_id, side

),

rules as (

    select * from {{ ref('rule_catalog') }}

),

final as (

    select
        rules.rule_id,
        case
            when left_side.wording is null then rules.statement_zh
            else left_side.wording
                || case rules.relation when '=' then ' = ' when '<=' then ' ≤ ' else ' ≥ ' end
                || right_side.wording
        end as formula_zh
    from rules
    -- A miss is a rule that is not linear; its statement is its formula.
    left join sides as left_side on rules.rule_id = left_side.rule_id and left_side.side = 'left'
    left join sides as right_side on rules.rule_id = right_side.rule_id and right_side.side = 'right'

)

select * from final

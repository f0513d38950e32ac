-- One row per document × rule × subject × side × cell: the cells a linear rule weighs, and how often.
-- A cell that a rule adds and takes away again (every class, less 301 and 303) nets to nothing and is left out:
-- it is neither evidence nor a source of rounding. What the cell prints is in fct_cells, under the same cell_no: beside
-- the numbers that are weighed, text would be most of this table (rule_evidence puts it back).
with terms as (

    select * from {{ ref('rule_terms') }}

),

-- The rules with two terms that may find the same cell: only their cells have to be netted, most of all need no grouping.
overlapping_rules as (

    select distinct terms.rule_id
    from terms
    inner join terms as others
        on terms.rule_id = others.rule_id
        and terms.side = others.side
        and terms.table_code = others.table_code
    where terms.term_no <> others.term_no
      and (terms.column_code = others.column_code or '=subject' in (terms.column_code, others.column_code))

),

-- Apart from the start, and without names for what both read: DuckDB keeps whole what is read twice.
{% for kind, join in [('single', 'anti'), ('overlapping', 'semi')] %}
{{ kind }} as (

    select
        subject_terms.document_id,
        subject_terms.rule_id,
        subject_terms.subject,
        subject_terms.side,
        selections.cell_no,
        subject_terms.weight,
        subject_terms.when_blank,
        selections.table_code,
        selections.cell_state,
        selections.check_value,
        selections.check_unit,
        selections.half_unit,
        selections.printed_unit,
        selections.page,
        selections.row_key = split_part(subject_terms.subject, '/', 1) as is_own_row
    from (select * from {{ ref('int_rule_subject_terms') }} {{ join }} join overlapping_rules using (rule_id)) as subject_terms
    inner join {{ ref('int_cell_selections') }} as selections
        on subject_terms.document_id = selections.document_id
        and subject_terms.table_code = selections.table_code
        and subject_terms.column_code = selections.column_code
        and subject_terms.selector_kind = selections.selector_kind
        and subject_terms.selector = selections.selector
        and subject_terms.subject_match = selections.subject_match

),
{% endfor %}
netted as (

    select
        document_id,
        rule_id,
        subject,
        side,
        cell_no,
        cast(sum(weight) as integer) as weight,
        {%- for column in [
            'when_blank', 'table_code', 'cell_state', 'check_value', 'check_unit', 'half_unit', 'printed_unit', 'page', 'is_own_row',
        ] %}
        min({{ column }}) as {{ column }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from overlapping
    group by document_id, rule_id, subject, side, cell_no
    having sum(weight) <> 0

),

final as (

    select * replace (cast(weight as integer) as weight) from single where weight <> 0
    union all by name
    select * from netted

)

select * from final

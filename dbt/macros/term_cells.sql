{#
  The cells that terms of subjects find (`subject_terms`: rows as int_rule_subject_terms has them): one row per document ×
  rule × subject × side × cell, with its weight. Of the terms that are asked for: all cells of all verdicts are four times
  what is printed.
#}
{% macro term_cells(subject_terms) -%}
with terms as (

    select *, selector_kind in ('key', 'level') as is_by_name from {{ ref('rule_terms') }}

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
      -- No row has two keys or stands on two levels.
      and not (terms.is_by_name and terms.selector_kind = others.selector_kind and terms.selector <> others.selector)

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
        cast(subject_terms.weight as integer) as weight,
        cast(1 as bigint) << subject_terms.term_no as found_terms,
        subject_terms.when_blank,
        selections.table_code,
        selections.row_key,
        selections.cell_state,
        selections.check_value,
        selections.check_unit,
        selections.half_unit,
        selections.printed_unit,
        selections.page
    from (select * from {{ subject_terms }} {{ join }} join overlapping_rules using (rule_id)) as subject_terms
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
        bit_or(found_terms) as found_terms,
        {%- for column in [
            'when_blank', 'table_code', 'row_key', 'cell_state', 'check_value', 'check_unit', 'half_unit', 'printed_unit', 'page',
        ] %}
        min({{ column }}) as {{ column }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from overlapping
    group by document_id, rule_id, subject, side, cell_no

),

final as (

    select * from single
    union all by name
    select * from netted

)

select * from final
{%- endmacro %}

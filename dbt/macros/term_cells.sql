{#
  The cells that terms of subjects find (`subject_terms`: rows as int_rule_subject_terms has them): one row per document ×
  rule × subject × side × cell, with its weight. Of the terms that are asked for: all cells of all verdicts are four times
  what is printed.
#}
{% macro term_cells(subject_terms) -%}
{%- set cell_columns = ['cell_no', 'table_code', 'row_key', 'cell_state', 'check_value', 'check_unit', 'half_unit', 'printed_unit', 'page'] -%}
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

-- Apart from the start, and without names for what both read: DuckDB keeps whole what is read twice. Each reads the cells
-- of its own rules' tables alone.
{% for kind, join in [('single', 'anti'), ('overlapping', 'semi')] %}
groups_of_{{ kind }} as (

    {{ cell_groups('(select * from terms ' ~ join ~ ' join overlapping_rules using (rule_id))', cell_columns) }}

),

{{ kind }} as (

    {% for row in [true, false] %}
    select
        subject_terms.document_id,
        subject_terms.rule_id,
        subject_terms.subject,
        subject_terms.side,
        cast(subject_terms.weight as integer) as weight,
        cast(1 as bigint) << subject_terms.term_no as found_terms,
        subject_terms.when_blank
        {%- for column in cell_columns %},
        cells.{{ column }}
        {%- endfor %}
    from (select * from {{ subject_terms }} {{ join }} join overlapping_rules using (rule_id)) as subject_terms
    {% if row -%}
    -- Most terms look for one row by its key.
    inner join {{ ref('fct_cells') }} as cells
        on subject_terms.document_id = cells.document_id
        and subject_terms.table_code = cells.table_code
        and subject_terms.column_code = cells.column_code
        and case subject_terms.selector_kind
            when 'key' then subject_terms.selector
            when 'subject' then subject_terms.subject_match
        end = cells.row_key
    where subject_terms.selector_kind in ('key', 'subject')
    union all
    {% else -%}
    inner join groups_of_{{ kind }} as cells
        on subject_terms.document_id = cells.document_id
        and subject_terms.table_code = cells.table_code
        and subject_terms.column_code = cells.column_code
        and subject_terms.selector_kind = cells.selector_kind
        and subject_terms.selector = cells.selector
        and subject_terms.subject_match = cells.subject_match
    where subject_terms.selector_kind not in ('key', 'subject')
    {%- endif %}
    {% endfor %}

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
        {%- for column in ['when_blank'] + cell_columns[1:] %}
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

{#
  One row per cell × way in which one of the terms selects many cells at once (a level, the children of the subject), so that
  terms and cells meet in one hash join.
#}
{% macro cell_groups(terms, cell_columns) -%}
    {%- for selector_kind, selector, subject_match in [
        ('level', 'row_role', "''"),
        ('children', 'row_role', 'parent_class'),
        ('children', 'row_role', 'parent_section'),
        ('prefix', "row_role || ':' || parent_class", "''"),
        ('prefix', "row_role || ':' || parent_section", "''"),
    ] %}
    select
        '{{ selector_kind }}' as selector_kind,
        terms.selector,
        {{ subject_match }} as subject_match,
        cells.document_id,
        cells.column_code
        {%- for column in cell_columns %},
        cells.{{ column }}
        {%- endfor %}
    -- The cells are read five times: under a name of their own DuckDB would keep them all.
    from {{ ref('fct_cells') }} as cells
    inner join (select distinct table_code, selector from {{ terms }} where selector_kind = '{{ selector_kind }}') as terms
        on cells.table_code = terms.table_code
        and {{ selector }} = terms.selector
    where {{ subject_match }} is not null
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
{%- endmacro %}

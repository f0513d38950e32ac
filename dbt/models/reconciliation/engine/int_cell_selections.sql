-- One row per cell × way in which a term of some rule selects it, so that terms and cells meet in one hash join.
{{ config(materialized='view') }}

{% set ways = [
    ('key', 'row_key', "''"),
    ('subject', "''", 'row_key'),
    ('level', 'row_role', "''"),
    ('children', 'row_role', 'parent_class'),
    ('children', 'row_role', 'parent_section'),
    ('prefix', "row_role || ':' || parent_class", "''"),
    ('prefix', "row_role || ':' || parent_section", "''"),
] %}
with terms as (

    select distinct table_code, selector_kind, coalesce(selector, '') as selector from {{ ref('rule_terms') }}

),

final as (

    -- The cells are read seven times: under a name of their own DuckDB would keep them all.
    {% for selector_kind, selector, subject_match in ways %}
    select
        terms.selector_kind,
        terms.selector,
        {{ subject_match }} as subject_match,
        cells.*
    from {{ ref('fct_cells') }} as cells
    inner join terms
        on cells.table_code = terms.table_code
        and terms.selector_kind = '{{ selector_kind }}'
        and {{ selector }} = terms.selector
    where {{ subject_match }} is not null
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

)

select * from final

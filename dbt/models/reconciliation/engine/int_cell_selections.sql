-- One row per cell × way in which a term can select it, so that terms and cells meet in one hash join.
{{ config(materialized='view') }}

{% set ways = [
    ("'key'", "row_key", "''", "true"),
    ("'subject'", "''", "row_key", "true"),
    ("'level'", "row_role", "''", "true"),
    ("'children'", "row_role", "parent_class", "parent_class is not null"),
    ("'children'", "row_role", "parent_section", "parent_section is not null"),
    ("'prefix'", "row_role || ':' || parent_class", "''", "parent_class is not null"),
    ("'prefix'", "row_role || ':' || parent_section", "''", "parent_section is not null"),
] %}
with final as (

    -- The cells are read seven times: under a name of their own DuckDB would keep them all.
    {% for selector_kind, selector, subject_match, condition in ways %}
    select
        {{ selector_kind }} as selector_kind,
        {{ selector }} as selector,
        {{ subject_match }} as subject_match,
        cells.*
    from {{ ref('fct_cells') }} as cells
    where {{ condition }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

)

select * from final

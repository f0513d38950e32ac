{#
  One item of a verdict's evidence, the shape that `marts.checks.evidence` publishes. Arguments are SQL expressions.
  table_code is `claims` for a figure of the narrative; its row_key is then the claim's key.
#}
{% macro evidence_item(side, table_code, printed_text, page='null', source_locator='null', row_no='null', row_key='null', column_code='null', printed_label='null', weight='1') -%}
    {
        'side': {{ side }},
        'weight': cast({{ weight }} as integer),
        'table_code': {{ table_code }},
        'row_no': cast({{ row_no }} as integer),
        'row_key': {{ row_key }},
        'column_code': {{ column_code }},
        'printed_label': {{ printed_label }},
        'printed_text': {{ printed_text }},
        'page': cast({{ page }} as integer),
        'source_locator': {{ source_locator }}
    }
{%- endmacro %}

{# A printed cell as evidence: a row of fct_cells, called ``cells`` where it needs a name. #}
{% macro cell_item(side, cells='') -%}
    {%- set of = cells ~ '.' if cells else '' -%}
    {{ evidence_item(side, of ~ 'table_code', of ~ 'printed_text', of ~ 'page', of ~ 'source_locator', of ~ 'row_no', of ~ 'row_key', of ~ 'column_code', of ~ 'printed_label') }}
{%- endmacro %}

{# What the narrative says as evidence: ``text`` of a claim, or (key statement_key) of a statement. #}
{% macro told_item(text, key='claim_key', told='') -%}
    {%- set of = told ~ '.' if told else '' -%}
    {{ evidence_item("'left'", "'claims'", text, of ~ 'page', of ~ 'source_locator', row_key=of ~ key, printed_label=of ~ 'subject') }}
{%- endmacro %}

{# The type of a verdict's evidence, for from_json. #}
{% macro evidence_type() -%}
    '[{"side":"VARCHAR","weight":"INTEGER","table_code":"VARCHAR","row_no":"INTEGER","row_key":"VARCHAR","column_code":"VARCHAR","printed_label":"VARCHAR","printed_text":"VARCHAR","page":"INTEGER","source_locator":"VARCHAR"}]'
{%- endmacro %}

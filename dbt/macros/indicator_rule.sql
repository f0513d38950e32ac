{#
  The verdicts of a rule about every indicator of the self-evaluation forms. The caller gives the branches of the ruling,
  `{% raw %}{% call indicator_rule('P10', 'actual') %} when … then … {% endcall %}{% endraw %}`; ``judged`` is the column
  whose cell is the evidence, ``columns`` what else the verdict has ({name: SQL}). Rows come from ``indicators``.
#}
{% macro indicator_rule(rule_id, judged, columns={}, indicators=none) -%}
    {%- set shown = "cast(cast(score as decimal(18, 2)) as varchar)" if judged == 'score' else judged %}
    select
        document_id,
        '{{ rule_id }}' as rule_id,
        row_key as subject,
        printed_label as subject_zh,
        unnest(case
            {{ caller() }}
        end),
        {%- for name, value in columns.items() %}
        {{ value }} as {{ name }},
        {%- endfor %}
        'jx01' as table_code,
        page,
        source_locator,
        to_json([{{ evidence_item("'left'", "'jx01'", shown, page='page', source_locator='source_locator', row_no='row_no', row_key='row_key', column_code="'" ~ judged ~ "'", printed_label='printed_label') }}]) as evidence
    from {{ indicators or ref('int_performance_indicators') }}
    union all by name
    {{ without_forms(rule_id) }}
{%- endmacro %}
